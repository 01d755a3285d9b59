// mallopt(3), which Swift's Glibc module lacks.
#pragma once
#include <malloc.h>
