// libfcgi.
#pragma once
#include <fcgiapp.h>
