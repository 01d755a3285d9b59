// libfcgi, and epoll to detect that a parked client disconnected, which Swift's Glibc module lacks.
#pragma once
#include <fcgiapp.h>
#include <sys/epoll.h>
