// libfcgi, and epoll to notice when a parked client leaves: Swift's Glibc does not carry the latter.
#pragma once
#include <fcgiapp.h>
#include <sys/epoll.h>
