@testable import Model
import Testing

@Suite struct ReachableCommandTests {
    private func changed(_ command: String, _ lines: [String] = []) throws -> String? {
        ReachableCommand.make(from: try StartCommand(command), port: try ContainerPort(7860), lines)?.rawValue
    }

    @Test(arguments: [
        ("uvicorn main:app", "uvicorn --host 0.0.0.0 main:app"),
        ("python -m uvicorn main:app | tee log", "python -m uvicorn --host 0.0.0.0 main:app | tee log"),
        (".venv/bin/uvicorn main:app", ".venv/bin/uvicorn --host 0.0.0.0 main:app"),
        ("cd web && streamlit run app.py", "cd web && streamlit run --server.address 0.0.0.0 app.py"),
        ("flask --app web run --port 7860", "flask --app web run --host 0.0.0.0 --port 7860"),
        ("jupyter lab --no-browser", "jupyter lab --ip 0.0.0.0 --no-browser"),
        ("gunicorn app:app", "gunicorn --bind 0.0.0.0:7860 app:app"),
        ("python manage.py runserver", "python manage.py runserver 0.0.0.0:7860"),
        ("npm run dev", "npm run dev -- --host 0.0.0.0"),
        ("tensorboard --logdir runs", "tensorboard --bind_all --logdir runs"),
    ])
    func aKnownProgramGetsItsOption(_ command: String, _ expected: String) throws {
        #expect(try changed(command) == expected)
    }

    @Test(arguments: [
        ("uvicorn main:app --host 127.0.0.1 --port 8000", "uvicorn main:app --host 0.0.0.0 --port 8000"),
        ("python app.py --server-name=localhost", "python app.py --server-name=0.0.0.0"),
        ("gunicorn -b 127.0.0.1:7860 app:app", "gunicorn -b 0.0.0.0:7860 app:app"),
        ("python manage.py runserver localhost:7860", "python manage.py runserver 0.0.0.0:7860"),
        ("HOST=127.0.0.1 python app.py", "HOST=0.0.0.0 python app.py"),
        ("uvicorn main:app --host ::", "uvicorn main:app --host 0.0.0.0"),
        ("uvicorn main:app --host=::1", "uvicorn main:app --host=0.0.0.0"),
        ("hypercorn --bind [::]:8000 main:app", "hypercorn --bind 0.0.0.0:8000 main:app"),
        ("gunicorn app:app --bind unix:/tmp/app.sock", "gunicorn app:app --bind 0.0.0.0:7860"),
    ])
    func aLoopbackAddressIsReplaced(_ command: String, _ expected: String) throws {
        #expect(try changed(command) == expected)
    }

    @Test(arguments: [
        ("python main.py", "To see the GUI go to: http://127.0.0.1:7860", "python main.py --listen 0.0.0.0"),
        ("python launch.py --api", "Running on local URL:  http://127.0.0.1:7860", "python launch.py --listen --api"),
        ("./webui.sh", "Running on local URL:  http://127.0.0.1:7860", "./webui.sh --listen"),
        ("python web.py", " * Serving Flask app 'web'", "flask --app web.py run --host 0.0.0.0 --port 7860"),
    ])
    func aProgramIsKnownByWhatItWrites(_ command: String, _ line: String, _ expected: String) throws {
        #expect(try changed(command, ["Starting", line]) == expected)
    }

    @Test(arguments: [
        "python app.py", "python main.py", "python app.py --db-host localhost", "uvicorn main:app --host 0.0.0.0",
        "./start.sh http://localhost:9000/", "python web.py --debug",
    ])
    func nothingIsOfferedThatMayNotHelp(_ command: String) throws {
        #expect(try changed(command) == nil)
    }
}

@Suite struct ListeningVariablesTests {
    @Test func serversListenOnTheAppsPortOnAllAddresses() throws {
        let values = ListeningVariables.values(port: try ContainerPort(8188))
        for name in ["HOST", "GRADIO_SERVER_NAME", "STREAMLIT_SERVER_ADDRESS", "UVICORN_HOST", "FLASK_RUN_HOST"] {
            #expect(values[name] == "0.0.0.0", "\(name)")
        }
        for name in ["PORT", "GRADIO_SERVER_PORT", "STREAMLIT_SERVER_PORT", "UVICORN_PORT", "JUPYTER_PORT"] {
            #expect(values[name] == "8188", "\(name)")
        }
        #expect(values["STREAMLIT_SERVER_HEADLESS"] == "true")
    }

    @Test func eachIsTheAppsToOverride() throws {
        for name in ListeningVariables.values(port: try ContainerPort(1)).keys {
            #expect(throws: Never.self, "\(name)") { try EnvironmentName(name, field: "") }
        }
    }
}
