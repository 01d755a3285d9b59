"""A request id connects nginx's log, the deployment, the service's log and the audit log."""

import csv
import io
import re

import backend


def test_one_name_reaches_from_nginx_to_the_deployment_and_the_services_log(apps, api):
    app = apps.add("no-such-repository")
    app.wait_for("failed")
    app.act("start")
    app.wait_for("failed")
    deployments = api.get(f"{app.path}/deployments").json["deployments"]
    requests = [deployment["request_id"] for deployment in deployments]
    assert len(set(requests)) == 2
    for deployment, request in zip(deployments, requests, strict=True):
        assert re.fullmatch(r"[0-9a-f]{32}", request)
        logged = [line for line in backend.LOG.read_text().splitlines() if f"request={request}" in line]
        assert any("deploying" in line and f"deployment={deployment['id']}" in line for line in logged)
        assert any("deployment failed" in line and "code=repository_not_found" in line for line in logged)
        assert all(f"app={app.name}" in line for line in logged)


def test_a_line_of_the_audit_log_names_the_request_that_it_came_from(apps, api):
    app = apps.add("no-such-repository")
    app.wait_for("failed")
    deployment = api.get(f"{app.path}/deployments").json["deployments"][0]
    address = f"/api/audit?app={app.name}&action=onboard"
    (entry,) = api.get(address).json["entries"]
    assert entry["request_id"] == deployment["request_id"]
    (line,) = csv.DictReader(io.StringIO(api.get(f"{address}&format=csv").body.decode()))
    assert line["request_id"] == entry["request_id"]
