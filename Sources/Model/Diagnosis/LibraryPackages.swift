/// Which package of Debian 12 has a shared library.
enum LibraryPackages {
    /// - Parameter library: as programs name it: `libGL.so.1`, `libgobject-2.0-0`, `cairo-2`, `/usr/lib/libGL.so.1`.
    static func package(for library: String) -> String? {
        let file = library.split(separator: "/").last.map(String.init) ?? library
        let bare = file.hasPrefix("lib") ? String(file.dropFirst(3)) : file
        // The whole name first, then without its version.
        let stem = bare.firstRange(of: ".so").map { String(bare[..<$0.lowerBound]) } ?? bare
        return table[bare] ?? table[stem] ?? table[stem.withoutVersion]
    }

    /// By name without `lib` and `.so`.
    private static let table = [
        // Pictures and windows
        "GL": "libgl1", "GLX": "libglx0", "EGL": "libegl1", "GLESv2": "libgles2", "GLU": "libglu1-mesa",
        "OpenGL": "libopengl0", "OSMesa": "libosmesa6", "glfw": "libglfw3", "glib": "libglib2.0-0",
        "gthread": "libglib2.0-0", "gobject": "libglib2.0-0", "gio": "libglib2.0-0", "gmodule": "libglib2.0-0",
        "SM": "libsm6", "ICE": "libice6", "X11": "libx11-6", "X11-xcb": "libx11-xcb1", "Xext": "libxext6",
        "Xrender": "libxrender1", "Xi": "libxi6", "Xrandr": "libxrandr2", "Xcursor": "libxcursor1",
        "Xinerama": "libxinerama1", "Xtst": "libxtst6", "Xfixes": "libxfixes3", "Xdamage": "libxdamage1",
        "Xcomposite": "libxcomposite1", "Xft": "libxft2", "Xss": "libxss1", "xcb": "libxcb1",
        "xcb-xinerama": "libxcb-xinerama0", "xcb-cursor": "libxcb-cursor0", "xcb-icccm": "libxcb-icccm4",
        "xcb-image": "libxcb-image0", "xcb-keysyms": "libxcb-keysyms1", "xcb-render-util": "libxcb-render-util0",
        "xkbcommon": "libxkbcommon0", "xkbcommon-x11": "libxkbcommon-x11-0", "wayland-client": "libwayland-client0",
        "cairo": "libcairo2", "pango": "libpango-1.0-0", "pangocairo": "libpangocairo-1.0-0",
        "pangoft2": "libpangoft2-1.0-0", "gdk_pixbuf": "libgdk-pixbuf-2.0-0", "gtk-3": "libgtk-3-0",
        "gdk-3": "libgtk-3-0", "harfbuzz": "libharfbuzz0b", "fontconfig": "libfontconfig1", "freetype": "libfreetype6",
        "girepository": "libgirepository-1.0-1", "gbm": "libgbm1", "drm": "libdrm2", "SDL2": "libsdl2-2.0-0",
        "jpeg": "libjpeg62-turbo", "turbojpeg": "libturbojpeg0", "png16": "libpng16-16", "tiff": "libtiff6",
        "webp": "libwebp7", "openjp2": "libopenjp2-7", "MagickWand": "libmagickwand-6.q16-6", "vips": "libvips42",
        "zbar": "libzbar0", "dmtx": "libdmtx0b", "tesseract": "libtesseract5", "lept": "liblept5", "raqm": "libraqm0",
        "OpenEXR": "libopenexr-3-1-30", "freeimage": "libfreeimage3", "assimp": "libassimp5", "tk8.6": "libtk8.6",
        // Sound and film
        "sndfile": "libsndfile1", "portaudio": "libportaudio2", "PortAudio": "libportaudio2", "asound": "libasound2",
        "pulse": "libpulse0", "espeak-ng": "libespeak-ng1", "espeak": "libespeak1", "fluidsynth": "libfluidsynth3",
        "avcodec": "libavcodec59", "avformat": "libavformat59", "avutil": "libavutil57", "swscale": "libswscale6",
        "swresample": "libswresample4", "avfilter": "libavfilter8", "avdevice": "libavdevice59", "sox": "libsox3",
        "mp3lame": "libmp3lame0", "opus": "libopus0", "vorbis": "libvorbis0a", "FLAC": "libflac12",
        "gstreamer": "libgstreamer1.0-0",
        // Numbers and memory
        "gomp": "libgomp1", "openblas": "libopenblas0", "lapack": "liblapack3", "gfortran": "libgfortran5",
        "atlas": "libatlas3-base", "tbb": "libtbb12", "tcmalloc": "libgoogle-perftools4",
        "tcmalloc_minimal": "libtcmalloc-minimal4", "jemalloc": "libjemalloc2", "numa": "libnuma1",
        "hdf5": "libhdf5-103-1", "mpi": "libopenmpi3", "ibverbs": "libibverbs1", "rdmacm": "librdmacm1",
        "aio": "libaio1",
        // Maps, data and the rest
        "gdal": "libgdal32", "geos_c": "libgeos-c1v5", "proj": "libproj25", "spatialindex": "libspatialindex6",
        "spatialindex_c": "libspatialindex6", "pq": "libpq5", "mariadb": "libmariadb3", "mysqlclient": "libmariadb3",
        "odbc": "libodbc2", "sqlite3": "libsqlite3-0", "magic": "libmagic1", "usb": "libusb-1.0-0",
        "enchant": "libenchant-2-2", "xml2": "libxml2", "xslt": "libxslt1.1", "ldap": "libldap-2.5-0",
        "sodium": "libsodium23", "zmq": "libzmq5", "snappy": "libsnappy1v5", "curl": "libcurl4", "ssl": "libssl3",
        "crypto": "libssl3", "ffi": "libffi8", "nss3": "libnss3", "nspr4": "libnspr4", "atk": "libatk1.0-0",
        "atk-bridge": "libatk-bridge2.0-0", "cups": "libcups2", "dbus-1": "libdbus-1-3", "stdc++": "libstdc++6",
        "python3.11": "libpython3.11", "poppler": "libpoppler126",
    ]
}

extension String {
    /// `gobject-2.0-0` as `gobject`, `cairo-2` as `cairo`.
    fileprivate var withoutVersion: String {
        var words = split(separator: "-")
        while words.count > 1, words.last?.allSatisfy({ $0.isNumber || $0 == "." }) == true { words.removeLast() }
        return words.joined(separator: "-")
    }
}
