/// Why an image built from a Dockerfile did not start: what the init process and the start script say.
enum ImageStartCauses {
    static let rules: [Rule] = [
        Rule(
            "image_no_shell", "exec /bin/sh failed: No such file or directory",
            message: "The image has no /bin/sh, which starts the app and checks its health.",
            hint: "Base the last stage on an image with a shell, such as Debian's or Alpine's, or copy one into it."),
        Rule(
            "image_program_missing", "start: {n#}: exec: {program}: not found",
            "start: exec: line {n#}: {program}: not found", "start: line {n#}: exec: {program}: not found",
            exits: [127],
            message: "The image has no program {program}, which its CMD or ENTRYPOINT starts.",
            hint: "Correct the Dockerfile; /data of the image is hidden by the app's own folder."),
        Rule(
            "image_program_refused", "start: {n#}: exec: {program}: Permission denied",
            "start: exec: line {n#}: {program}: Permission denied", "start: line {n#}: {program}: Permission denied",
            exits: [126],
            message: "The app's user may not run {program}, which the image's CMD or ENTRYPOINT starts.",
            hint: "Make it readable and executable for everybody in the Dockerfile: RUN chmod -R a+rX FOLDER"),
    ]
}
