/// Chooses the source of the dependencies, and reads it.
struct SourceReader {
    let files: any RepositoryFiles
    /// Names in the repository's root.
    let root: Set<String>
    /// Lines to leave out: a file that such a line includes is not read.
    let skipped: Set<String>

    func found(_ wanted: RequirementsFile) -> FoundDependencies {
        var found = FoundDependencies()
        switch wanted {
        case .none: break
        case .path(let path):
            found.source = DependencySource(named: path)
            read(path, &found)
        case .automatic:
            let search = RequirementsSearch(files)
            if let note = search.note { found.note(note) }
            if let path = search.path {
                found.source = .requirements
                read(path, &found)
            } else {
                automatic(&found)
            }
        }
        // Python's version is the repository's, whatever the packages are installed from.
        if found.source != .project, found.source != .poetryLock, found.source != .uvLock {
            found.pythons += [(try? project())??.python].compactMap(\.self)
        }
        return found
    }

    private func automatic(_ found: inout FoundDependencies) {
        for source in [DependencySource.uvLock, .poetryLock, .pipfileLock] where root.contains(source.rawValue) {
            found.source = source
            return read(source.rawValue, &found)
        }
        do throws(FormatError) {
            if try project()?.isSource == true {
                found.source = .project
                return read(ProjectFile.name, &found)
            }
        } catch {
            found.source = .project
            return unreadable(ProjectFile.name, error, &found)
        }
        let others = [PipfileReader.name] + CondaEnvironment.names + ["setup.py", SetupFile.name]
        for name in others where root.contains(name) && (name != SetupFile.name || isInstallable) {
            found.source = DependencySource(named: name)
            return read(name, &found)
        }
        let inFolders = SurveyedFile.folders.filter { folder in
            !folder.isEmpty && files.names(in: folder).contains("requirements.txt")
        }
        guard inFolders.count == 1 else { return }
        found.source = .requirements
        read("\(inFolders[0])/requirements.txt", &found)
    }

    /// `setup.cfg` is also where many tools keep their settings.
    private var isInstallable: Bool {
        RepositoryText.read(SetupFile.name, files).map { SetupFile($0).isSource } ?? false
    }

    // MARK: - Each source

    private func read(_ path: String, _ found: inout FoundDependencies) {
        do throws(FormatError) {
            switch found.source {
            case .requirements, .none: requirements(path, &found)
            case .uvLock: try uvLock(path, &found)
            case .poetryLock: try poetryLock(path, &found)
            case .pipfileLock:
                let lock = try PipfileLock.read(try text(path, &found))
                found.lock = .converted
                found.pythons += [lock.python].compactMap(\.self)
                lock.add(to: &found, files)
            case .project:
                guard let project = try project(path) else { throw FormatError(line: 1, message: "it is not there") }
                found.read(path)
                found.pythons += [project.python].compactMap(\.self)
                project.add(to: &found, files)
            case .pipfile:
                let pipfile = PipfileReader(table: try TOMLReader.read(try text(path, &found)))
                found.pythons += [pipfile.python].compactMap(\.self)
                pipfile.add(to: &found, files)
            case .conda:
                CondaEnvironment(file: path, root: try YAMLReader.read(try text(path, &found))).add(to: &found, files)
            case .setup: setup(path, &found)
            }
        } catch {
            unreadable(path, error, &found)
        }
    }

    private func requirements(_ path: String, _ found: inout FoundDependencies) {
        var reader = RequirementsReader(files, skipped: skipped)
        reader.read(file: path)
        found.add(reader.found)
    }

    private func uvLock(_ path: String, _ found: inout FoundDependencies) throws(FormatError) {
        found.read(path)
        found.lock = .uv
        guard let project = try project() else {
            throw FormatError(line: 1, message: "pyproject.toml is missing beside it")
        }
        found.pythons += [project.python].compactMap(\.self)
        project.add(to: &found, files)
    }

    private func poetryLock(_ path: String, _ found: inout FoundDependencies) throws(FormatError) {
        let lock = try TOMLReader.read(try text(path, &found))
        let project = try project()
        found.lock = .converted
        found.pythons += [project?.python].compactMap(\.self)
        PoetryLock(lock).add(to: &found, project)
        found.isProject = project?.isPackage(files) ?? false
    }

    private func setup(_ path: String, _ found: inout FoundDependencies) {
        found.read(path)
        found.isProject = root.contains("setup.py")
        guard let text = RepositoryText.read(SetupFile.name, files) else { return }
        let file = SetupFile(text)
        found.pythons += [file.python].compactMap(\.self)
        file.add(to: &found, files)
    }

    // MARK: - Files

    private func project(_ path: String = ProjectFile.name) throws(FormatError) -> ProjectFile? {
        guard let text = RepositoryText.read(path, files) else { return nil }
        return ProjectFile(table: try TOMLReader.read(text))
    }

    private func text(_ path: String, _ found: inout FoundDependencies) throws(FormatError) -> String {
        found.read(path)
        guard let text = RepositoryText.read(path, files) else { throw FormatError(line: 1, message: "it is no text") }
        return text
    }

    private func unreadable(_ path: String, _ error: FormatError, _ found: inout FoundDependencies) {
        found.read(path)
        found.problems.append(
            .init("file_unreadable", file: path, line: error.line, "\(path) cannot be read: \(error.message)."))
    }
}
