#!/usr/bin/env python3
"""Signalbox beside supervisord and PM2, doing the same work in the same run.

    mvn -B -q package -DskipTests
    apt-get install supervisor; npm install --prefix /tmp/pm2 pm2
    src/bench/compare.py --pm2 /tmp/pm2/node_modules/pm2

What is not installed is left out, and the table says so. Each service is a shell that writes its pid and the time to
a file and becomes `sleep`, which ends at once on SIGTERM. All is kept in a folder of its own, and all that was started
is ended. Needs nothing but Python's standard library.
"""

import argparse
import concurrent.futures
import http.client
import json
import os
import pathlib
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import xmlrpc.client

HERE = pathlib.Path(__file__).resolve().parent.parent.parent
BEGIN = 'echo "$$ $(date +%s%N)" >> {file}; exec sleep 100000'
LINE_COUNT = 2_000_000
LINE = "2026-01-01T00:00:00.000 INFO a line of a log that is a hundred characters long, as such lines often are"


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_until(condition, seconds=60):
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            raise TimeoutError("it did not happen within %d s" % seconds)
        time.sleep(0.002)


class Begins:
    """What services have written: who began, and when."""

    def __init__(self, folder):
        self.folder = folder

    def file(self, name):
        return self.folder / (name + ".begins")

    def of(self, name):
        try:
            lines = self.file(name).read_text().split("\n")[:-1]
            return [(int(pid), int(at) / 1e9) for pid, at in (line.split() for line in lines)]
        except FileNotFoundError:
            return []

    def command(self, name):
        return BEGIN.format(file=self.file(name))


class Supervisor:
    """What is compared. A subclass starts it on services that run."""

    def __init__(self, folder):
        self.folder = folder
        self.folder.mkdir()
        self.begins = Begins(folder)
        self.process = None

    def spawn(self, command, **more):
        with open(self.folder / "daemon.log", "ab") as log:
            self.process = subprocess.Popen(command, stdout=log, stderr=log, start_new_session=True, **more)

    def close(self):
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(60)


class SignalboxServe(Supervisor):
    name = "Signalbox"

    def open(self, services):
        workspace = {"name": "compare", "on_exit": "stop", "services": {}}
        for service, command in services.items():
            workspace["services"][service] = {
                "shell": command,
                "autostart": True,
                "restart": {"on": "failure", "backoff": "10ms..1s", "give_up_after": "100 in 1m"},
                "log": {"max_size": "1GB"},
            }
        file = self.folder / "signalbox.json"
        file.write_text(json.dumps(workspace))
        self.port = free_port()
        self.spawn(
            [HERE / "target/signalbox/bin/signalbox", "serve", "--workspace", file, "--port", str(self.port),
             "--token-file", self.folder / "token"],
            env=dict(os.environ, XDG_STATE_HOME=str(self.folder)))

    def ready(self):
        wait_until(lambda: (self.folder / "token").exists())
        self.token = (self.folder / "token").read_text().strip()

        def answers():
            try:
                return self.ask("GET", "/health") is not None
            except OSError:
                return False

        wait_until(answers)

    def ask(self, method, path):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        connection.request(method, path, headers={"Authorization": "Bearer " + self.token})
        answer = json.loads(connection.getresponse().read())
        connection.close()
        return answer

    def restart(self, service):
        return self.ask("POST", "/restart/%s?wait=true" % service)["effective_outcome"] == "succeeded"

    def log(self, service):
        return next(self.folder.glob("signalbox/*/log/%s.out.log" % service), self.folder / "none")


class Supervisord(Supervisor):
    name = "supervisord"

    def open(self, services):
        self.port = free_port()
        text = "[supervisord]\nlogfile=%s/s.log\npidfile=%s/s.pid\nminfds=1024\nnodaemon=true\n" % (
            self.folder, self.folder)
        text += "[inet_http_server]\nport=127.0.0.1:%d\n[rpcinterface:supervisor]\n" % self.port
        text += "supervisor.rpcinterface_factory=supervisor.rpcinterface:make_main_rpcinterface\n"
        for service, command in services.items():
            script = self.folder / (service + ".sh")
            script.write_text(command)
            text += "[program:%s]\ncommand=sh %s\nstartsecs=0\nautorestart=true\nstdout_logfile=%s\n" % (
                service, script, self.log(service))
            text += "stdout_logfile_maxbytes=0\nstderr_logfile=NONE\n"
        (self.folder / "s.conf").write_text(text)
        self.spawn(["supervisord", "-c", self.folder / "s.conf"])

    def ready(self):
        def answers():
            try:
                return self.rpc().getState()["statename"] == "RUNNING"
            except OSError:
                return False

        wait_until(answers)

    def rpc(self):
        return xmlrpc.client.ServerProxy("http://127.0.0.1:%d/RPC2" % self.port).supervisor

    def restart(self, service):
        """As supervisorctl does it."""
        rpc = self.rpc()
        try:
            rpc.stopProcess(service, True)
            rpc.startProcess(service, True)
            return True
        except xmlrpc.client.Fault:
            return False

    def log(self, service):
        return self.folder / (service + ".log")


class Pm2(Supervisor):
    name = "PM2"
    module = None

    # One client that stays connected, as starting node would cost more than the restart.
    CLIENT = """
const pm2 = require(process.argv[2]);
pm2.connect(() => {
  console.log('connected');
  require('readline').createInterface({input: process.stdin}).on('line', line => {
    const [id, verb, name] = line.split(' ');
    const done = error => console.log(id + ' ' + (error ? 'failed' : 'ok'));
    if (verb === 'load') pm2.start(name, done); else pm2[verb](name, done);
  });
});
"""

    def open(self, services):
        apps = []
        for service, command in services.items():
            script = self.folder / (service + ".sh")
            script.write_text(command)
            apps.append({"name": service, "script": str(script), "interpreter": "sh", "out_file": str(self.log(service)),
                         "error_file": "/dev/null", "merge_logs": True, "min_uptime": 0, "max_restarts": 1000})
        (self.folder / "apps.json").write_text(json.dumps({"apps": apps}))
        (self.folder / "client.js").write_text(self.CLIENT)
        self.environment = dict(os.environ, PM2_HOME=str(self.folder / "home"))
        self.client = subprocess.Popen(
            ["node", self.folder / "client.js", self.module], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
            env=self.environment)
        self.client.stdout.readline()
        self.answers = {}
        self.last = 0
        self.reading = concurrent.futures.ThreadPoolExecutor(1)
        self.reading.submit(self.read)
        self.loaded = self.send("load", str(self.folder / "apps.json"))

    def read(self):
        for line in self.client.stdout:
            parts = line.split()
            if len(parts) == 2 and parts[0] in self.answers:
                self.answers[parts[0]].set_result(parts[1] == "ok")

    def send(self, verb, name):
        self.last += 1
        answer = self.answers[str(self.last)] = concurrent.futures.Future()
        self.client.stdin.write("%d %s %s\n" % (self.last, verb, name))
        self.client.stdin.flush()
        return answer

    def ready(self):
        self.loaded.result(60)

    def restart(self, service):
        return self.send("restart", service).result(60)

    def log(self, service):
        return self.folder / (service + ".log")

    def close(self):
        self.client.stdin.close()
        subprocess.run(["node", pathlib.Path(self.module) / "bin/pm2", "kill"], env=self.environment,
                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=60)
        self.client.kill()
        self.client.wait(10)


def lives(begins):
    """How many of those that began still live."""
    alive = 0
    for pid, _ in begins:
        try:
            alive += pathlib.Path("/proc/%d/stat" % pid).read_text().split()[2] != "Z"
        except (FileNotFoundError, ProcessLookupError):
            pass
    return alive


def storm(supervisor, count):
    """Restarts of one service at the same moment."""
    supervisor.open({"one": supervisor.begins.command("one")})
    supervisor.ready()
    wait_until(lambda: supervisor.begins.of("one"))
    with concurrent.futures.ThreadPoolExecutor(count) as threads:
        answers = list(threads.map(lambda _: supervisor.restart("one"), range(count)))
    return "%d of %d" % (sum(answers), count)


def round_trip(supervisor, count=60):
    """One restart after the other, from the request until a new process has begun."""
    supervisor.open({"one": supervisor.begins.command("one")})
    supervisor.ready()
    wait_until(lambda: supervisor.begins.of("one"))
    took = []
    for _ in range(count):
        before = len(supervisor.begins.of("one"))
        begun = time.time()
        supervisor.restart("one")
        wait_until(lambda: len(supervisor.begins.of("one")) > before)
        took.append((supervisor.begins.of("one")[-1][1] - begun) * 1000)
    took.sort()
    return "%.0f · %.0f ms" % (statistics.median(took), took[int(len(took) * 0.95)])


def hundred(supervisor):
    """From nothing until a hundred services have begun."""
    names = ["s%d" % number for number in range(100)]
    begun = time.time()
    supervisor.open({name: supervisor.begins.command(name) for name in names})
    wait_until(lambda: all(supervisor.begins.of(name) for name in names), 120)
    took = max(supervisor.begins.of(name)[0][1] for name in names) - begun
    supervisor.ready()
    return "%.2f s" % took


def flood(supervisor):
    """A service that writes two million lines, 206 MB, until they are in its log."""
    text = supervisor.folder / "lines"
    subprocess.run("yes '%s' | head -n %d > %s" % (LINE, LINE_COUNT, text), shell=True, check=True)
    go = supervisor.folder / "go"
    supervisor.open({"one": "until [ -e %s ]; do sleep 0.01; done; cat %s; exec sleep 100000" % (go, text)})
    supervisor.ready()
    begun = time.time()
    go.touch()
    size = text.stat().st_size
    try:
        wait_until(lambda: supervisor.log("one").exists() and supervisor.log("one").stat().st_size >= size, 120)
    except TimeoutError:
        pass
    took = time.time() - begun
    with open(supervisor.log("one"), "rb") as log:
        lines = sum(1 for line in log if line.rstrip() == LINE.encode())
    return "%.2f s, %d lost" % (took, LINE_COUNT - lines)


def crash(supervisor, count=12):
    """A service that is killed, until another process of it has begun."""
    supervisor.open({"one": supervisor.begins.command("one")})
    supervisor.ready()
    wait_until(lambda: supervisor.begins.of("one"))
    took = []
    for _ in range(count):
        # What ends sooner counts as a failed start to some.
        time.sleep(1.2)
        before = supervisor.begins.of("one")
        killed = time.time()
        os.kill(before[-1][0], signal.SIGKILL)
        wait_until(lambda: len(supervisor.begins.of("one")) > len(before))
        took.append((supervisor.begins.of("one")[-1][1] - killed) * 1000)
    return "%.0f · %.0f ms" % (statistics.median(took), max(took))


WORK = [
    ("3 restarts at once: succeeded", lambda one: storm(one, 3)),
    ("5 restarts at once: succeeded", lambda one: storm(one, 5)),
    ("50 restarts at once: succeeded", lambda one: storm(one, 50)),
    ("one restart until the new process has begun, p50 · p95", round_trip),
    ("cold start until 100 services have begun", hundred),
    ("206 MB of lines until they are in the log", flood),
    ("killed service until the new process has begun, p50 · max", crash),
]


def measure(kind, work, folder):
    supervisor = kind(folder)
    try:
        result = work(supervisor)
        left = lives(supervisor.begins.of("one"))
        return result if left <= 1 else result + " (%d processes of one service)" % left
    except Exception as e:  # a rival that fails must not end the run
        return "failed: " + str(e)[:60]
    finally:
        supervisor.close()


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--pm2", help="the folder of the node module pm2")
    chosen = arguments.parse_args()
    kinds = [SignalboxServe]
    if shutil.which("supervisord"):
        kinds.append(Supervisord)
    if chosen.pm2:
        Pm2.module = chosen.pm2
        kinds.append(Pm2)
    print("%d cores, %s" % (os.cpu_count(), " ".join(os.uname()[i] for i in (0, 2))))
    missing = {"supervisord", "PM2"} - {kind.name for kind in kinds}
    if missing:
        print("left out, as not installed: " + ", ".join(sorted(missing)))
    print("| | " + " | ".join(kind.name for kind in kinds) + " |")
    print("|---" * (len(kinds) + 1) + "|")
    folder = pathlib.Path(tempfile.mkdtemp(prefix="compare-"))
    try:
        for number, (title, work) in enumerate(WORK):
            cells = [measure(kind, work, folder / ("%s-%d" % (kind.name, number))) for kind in kinds]
            print("| %s | %s |" % (title, " | ".join(cells)))
            sys.stdout.flush()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
