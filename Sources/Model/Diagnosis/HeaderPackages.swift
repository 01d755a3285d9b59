/// Which package of Debian 12 has a C header that packages are built with.
enum HeaderPackages {
    static let table = [
        "Python.h": "python3-dev", "portaudio.h": "portaudio19-dev", "libpq-fe.h": "libpq-dev",
        "mysql.h": "default-libmysqlclient-dev", "ffi.h": "libffi-dev", "zlib.h": "zlib1g-dev",
        "jpeglib.h": "libjpeg-dev", "sndfile.h": "libsndfile1-dev", "cairo.h": "libcairo2-dev",
        "libxml/xpath.h": "libxml2-dev libxslt1-dev", "libxml/xmlversion.h": "libxml2-dev libxslt1-dev",
        "openssl/ssl.h": "libssl-dev", "openssl/opensslv.h": "libssl-dev", "sql.h": "unixodbc-dev",
        "lber.h": "libldap-dev libsasl2-dev", "sasl/sasl.h": "libsasl2-dev", "GL/gl.h": "libgl1-mesa-dev",
        "alsa/asoundlib.h": "libasound2-dev", "yaml.h": "libyaml-dev", "gmp.h": "libgmp-dev",
        "bzlib.h": "libbz2-dev", "lzma.h": "liblzma-dev", "sqlite3.h": "libsqlite3-dev", "libusb.h": "libusb-1.0-0-dev",
        "ft2build.h": "libfreetype-dev", "geos_c.h": "libgeos-dev", "proj.h": "libproj-dev", "gdal.h": "libgdal-dev",
        "hdf5.h": "libhdf5-dev", "cblas.h": "libopenblas-dev", "mpi.h": "libopenmpi-dev", "magic.h": "libmagic-dev",
        "fftw3.h": "libfftw3-dev", "snappy-c.h": "libsnappy-dev", "X11/Xlib.h": "libx11-dev", "png.h": "libpng-dev",
        "libavcodec/avcodec.h": "libavcodec-dev libavformat-dev libavdevice-dev",
        "boost/python.hpp": "libboost-python-dev",
        "Eigen/Core": "libeigen3-dev", "opus/opus.h": "libopus-dev", "lame/lame.h": "libmp3lame-dev",
    ]
}
