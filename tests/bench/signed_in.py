#!/usr/bin/env python3
"""A signed-in request through Gatehouse against bare pingora, in one run.

Both proxies have the same listener, runtime, pool and allocator, and the same nginx behind them. They take turns, so that a machine
whose speed drifts slows both. Printed: requests per second, p50 and p99 in milliseconds (wrk), CPU microseconds of the proxy per request
(/proc), and their ratios. Needs wrk and nginx; sends traffic to 127.0.0.1 only.
"""

import argparse
import html
import http.client
import os
import re
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.parse

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
PASSWORD = "harbour violet anvil teaspoon"
TICKS = os.sysconf("SC_CLK_TCK")


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for(port):
    for _ in range(200):
        try:
            socket.create_connection(("127.0.0.1", port), 0.2).close()
            return
        except OSError:
            time.sleep(0.05)
    sys.exit(f"nothing listens on {port}")


def cpu_seconds(pid):
    with open(f"/proc/{pid}/stat", encoding="ascii") as stat:
        fields = stat.read().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def start_nginx(folder, port):
    page = os.path.join(folder, "nginx.conf")
    with open(page, "w", encoding="ascii") as conf:
        conf.write(
            f"daemon off; worker_processes 1; pid {folder}/nginx.pid; error_log stderr crit;\n"
            "events { worker_connections 1024; }\n"
            "http { access_log off; keepalive_requests 100000000;\n"
            f"  server {{ listen 127.0.0.1:{port} backlog=4096; location / {{ default_type text/plain; return 200 '{'x' * 128}'; }} }} }}\n"
        )
    return subprocess.Popen([shutil.which("nginx") or "/usr/sbin/nginx", "-c", page, "-p", folder], stderr=subprocess.DEVNULL)


def gatehouse(folder, binary, port, management, upstream):
    config = os.path.join(folder, "gatehouse.toml")
    with open(config, "w", encoding="utf-8") as file:
        file.write(
            f'[server]\nlisten = ["127.0.0.1:{port}"]\nmanagement = "127.0.0.1:{management}"\ndata_dir = "{folder}/data"\n'
            '[log]\nlevel = "warn"\n'
            f'[[portal]]\nname = "bench"\ntitle = "Bench"\nurl = "http://localhost:{port}"\nhosts = ["127.0.0.1:{port}"]\n'
            f'upstream = "http://127.0.0.1:{upstream}"\nsign_in = "username"\n'
        )
    command = [binary, "account", "add", "--config", config, "--id", "BENCH", "--name", "Bench"]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    command = [binary, "user", "add", "--config", config, "--account", "BENCH", "--username", "ada", "--name", "Ada", "--password-stdin"]
    subprocess.run(command, check=True, input=PASSWORD.encode(), stdout=subprocess.DEVNULL)
    return subprocess.Popen([binary, "serve", "--config", config])


def sign_in(port):
    connection = http.client.HTTPConnection("127.0.0.1", port)
    connection.request("GET", "/_auth/login")
    answer = connection.getresponse()
    form = answer.getheader("Set-Cookie").split(";")[0]
    token = html.unescape(re.search(r'name="csrf" value="([^"]+)"', answer.read().decode()).group(1))
    body = urllib.parse.urlencode({"csrf": token, "username": "ada", "password": PASSWORD})
    headers = {"Cookie": form, "Content-Type": "application/x-www-form-urlencoded"}
    connection.request("POST", "/_auth/login", body, headers)
    answer = connection.getresponse()
    answer.read()
    cookies = [value.split(";")[0] for name, value in answer.getheaders() if name.lower() == "set-cookie"]
    return next(cookie for cookie in cookies if cookie.startswith("__Host-gh="))


def measure(pid, port, cookie, connections, seconds):
    before = cpu_seconds(pid)
    command = ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--latency", "-H", f"Cookie: theme=dark; {cookie}; lang=en",
               "-H", "User-Agent: Mozilla/5.0 (X11; Linux x86_64) bench", "-H", "Accept: text/html,*/*;q=0.8",
               "-H", "Accept-Language: en-GB,en;q=0.7", "-H", "Accept-Encoding: gzip, br", f"http://127.0.0.1:{port}/recordings?page=2"]
    text = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    requests = int(re.search(r"(\d+) requests in", text).group(1))
    if "Non-2xx" in text:
        sys.exit(f"not every answer was a success:\n{text}")

    def latency(percent):
        value, unit = re.search(rf"{percent}%\s+([\d.]+)(us|ms|s)", text).groups()
        return float(value) * {"us": 0.001, "ms": 1, "s": 1000}[unit]

    rate = float(re.search(r"Requests/sec:\s+([\d.]+)", text).group(1))
    return rate, latency(50), latency(99), (cpu_seconds(pid) - before) / requests * 1e6


def main():
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--rounds", type=int, default=5)
    options.add_argument("--seconds", type=int, default=5)
    options.add_argument("--connections", type=int, default=64)
    options = options.parse_args()
    folder = tempfile.mkdtemp(prefix="gatehouse-bench-")
    ports = {name: free_port() for name in ("nginx", "gatehouse", "management", "bare")}
    binaries = os.path.join(ROOT, "target", "release")
    processes = []
    try:
        processes.append(start_nginx(folder, ports["nginx"]))
        gate = gatehouse(folder, os.path.join(binaries, "gatehouse"), ports["gatehouse"], ports["management"], ports["nginx"])
        bare = subprocess.Popen([os.path.join(binaries, "examples", "bare_pingora"), f"127.0.0.1:{ports['bare']}", f"127.0.0.1:{ports['nginx']}"])
        processes += [gate, bare]
        for name in ("nginx", "gatehouse", "bare"):
            wait_for(ports[name])
        cookie = sign_in(ports["gatehouse"])
        subjects = {"bare": (bare.pid, ports["bare"]), "gatehouse": (gate.pid, ports["gatehouse"])}
        for pid, port in subjects.values():
            measure(pid, port, cookie, options.connections, 1)
        results = {name: [] for name in subjects}
        for turn in range(options.rounds):
            order = list(subjects) if turn % 2 == 0 else list(reversed(subjects))
            for name in order:
                pid, port = subjects[name]
                results[name].append(measure(pid, port, cookie, options.connections, options.seconds))
        print(f"{options.connections} connections, {options.rounds} rounds of {options.seconds} s, medians:")
        print(f"{'':12}{'req/s':>10}{'p50 ms':>10}{'p99 ms':>10}{'CPU us/req':>12}")
        middle = {}
        for name, rounds in results.items():
            middle[name] = [statistics.median(column) for column in zip(*rounds)]
            rate, p50, p99, cpu = middle[name]
            print(f"{name:12}{rate:10.0f}{p50:10.2f}{p99:10.2f}{cpu:12.1f}")
        pairs = list(zip(results["gatehouse"], results["bare"]))
        ratio = statistics.median(one[0] / other[0] for one, other in pairs)
        added = statistics.median(one[3] - other[3] for one, other in pairs)
        print(f"gatehouse/bare: {ratio:.2f} of the requests per second, {added:+.1f} us CPU per request (medians of pairs)")
    finally:
        for process in processes:
            process.terminate()
        for process in processes:
            process.wait(10)
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
