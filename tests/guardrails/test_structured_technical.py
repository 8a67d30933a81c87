"""Technical text keeps its tokens: nothing goes but what is truly somebody's. Written for these tests."""

# ruff: noqa: E501  logs have long lines

import pytest

from guardrails.scrub import Scrubber

OTHERS = ("PERSON", "ADDRESS", "ORGANISATION")
"""Kinds that other tests look at."""

TEXTS: dict[str, tuple[str, list[str]]] = {
    "kubectl get": (
        "NAMESPACE     NAME                           READY   STATUS             RESTARTS         AGE    IP\n"
        "orders        intake-7d9f8b6c5d-x2x9k        1/1     Running            3 (12m ago)      4d2h   10.244.1.17\n"
        "orders        intake-7d9f8b6c5d-lm4qz        0/1     CrashLoopBackOff   1284             3d     10.244.3.201\n"
        "kube-system   etcd-cp-1                      1/1     Running            0                212d   172.18.0.2\n",
        [],
    ),
    "kubectl describe": (
        "  Type     Reason     Age                    From     Message\n"
        "  Normal   Pulled     12s                    kubelet  Successfully pulled image in 2.345678901s (2.345678901s including waiting). Image size: 182734561 bytes.\n"
        "  Warning  BackOff    2m3s (x1284 over 4h35m) kubelet  Back-off restarting failed container intake in pod intake-7d9f8b6c5d-lm4qz_orders(12757470-d0eb-41a0-9d92-7718b4283ac7)\n"
        '  Warning  Unhealthy  66s (x9 over 8m)       kubelet  Readiness probe failed: Get "http://10.244.3.201:8080/ready": context deadline exceeded\n',
        [],
    ),
    "manifest": (
        "apiVersion: apps/v1\nkind: Deployment\nspec:\n  replicas: 3\n  template:\n    spec:\n      securityContext: {runAsUser: 1000650000, fsGroup: 2000}\n"
        "      containers:\n        - image: registry.internal/orders/intake:2.14.3-alpine3.19\n          resources: {limits: {memory: 1073741824}}\n"
        "          ports: [{containerPort: 8080}, {containerPort: 9464}]\n",
        [],
    ),
    "journal": (
        "Mar 04 11:22:33 cache-02 systemd[1]: Started getty@tty1.service - Getty on tty1.\n"
        "Mar 04 11:22:34 cache-02 systemd[1]: user@1000.service: Consumed 1min 2.123s CPU time.\n"
        "Mar 04 11:22:35 cache-02 kernel: [1234567.890123] eth0: renamed from veth1a2b3c4\n"
        "Mar 04 11:22:35 cache-02 kernel: usb 1-1: New USB device found, idVendor=0781, idProduct=5567, bcdDevice= 1.00\n"
        "Mar 04 11:22:36 cache-02 CRON[40112]: pam_unix(cron:session): session opened for user root(uid=0) by (uid=0)\n"
        "Mar 04 11:22:37 cache-02 sshd[2211]: Accepted publickey for tverhoeven from 93.184.216.34 port 52211 ssh2: ED25519 SHA256:nThbg6kXUpJWGl7E1IGOCspRomTxdCARLviKw6E5SY8\n"
        "Mar 04 11:22:39 cache-02 sudo:   tverhoeven : TTY=pts/0 ; PWD=/srv/app ; USER=root ; COMMAND=/usr/bin/systemctl restart redis\n",
        ["tverhoeven", "93.184.216.34", "tverhoeven"],
    ),
    "nginx": (
        '10.0.4.17 - - [04/Mar/2026:11:22:33 +0000] "GET /api/v1/orders/1234567890?page=2 HTTP/1.1" 200 5316 "-" "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.6099.109 Safari/537.36" rt=0.123 uct=0.001\n'
        '84.115.23.201 - mkowalczyk [04/Mar/2026:11:22:34 +0000] "POST /login HTTP/2.0" 302 0 "-" "Vivaldi/6.5.33.39"\n'
        '2026/03/04 11:22:35 [error] 1234#1234: *5678901 upstream timed out (110: Connection timed out), client: 10.1.2.3, upstream: "http://127.0.0.1:8080/"\n',
        ["84.115.23.201", "mkowalczyk"],
    ),
    "java": (
        "java.lang.IllegalStateException: row 4711002233 has 0 of 3 parts\n\tat com.acme.ingest.Worker.run(Worker.java:131) ~[ingest-1.2.3.jar:1.2.3]\n"
        "\tat java.base/java.util.concurrent.ThreadPoolExecutor$Worker.run(ThreadPoolExecutor.java:635)\nCaused by: java.sql.SQLException: ORA-00942: table or view does not exist\n\t... 12 more\n",
        [],
    ),
    "python": (
        'Traceback (most recent call last):\n  File "/usr/lib/python3.11/site-packages/urllib3/connectionpool.py", line 1052, in urlopen\n'
        '  File "/home/tverhoeven/app/run.py", line 4, in <module>\n    raise Retry(f"{n} of {total}")\nKeyError: \'2026-03-04\'\n',
        ["tverhoeven"],
    ),
    "go and rust": (
        "panic: runtime error: index out of range [5] with length 3\n\ngoroutine 1 [running]:\nmain.main()\n\t/app/main.go:42 +0x1d3fc80\n"
        "thread 'main' panicked at src/main.rs:10:5: face::add::decode(0xdeadbeef) failed, abc::def\n",
        [],
    ),
    "windows trace": (
        "System.NullReferenceException: Object reference not set to an instance of an object.\n   at Acme.Orders.Import.Run(String path) in D:\\a\\1\\s\\src\\Import.cs:line 131\n"
        "HRESULT 0x80070005 (-2147024891), build 10.0.19041.3803, KB5034441\n",
        [],
    ),
    "explain": (
        "Seq Scan on orders  (cost=0.00..155400.25 rows=10000025 width=244) (actual time=0.012..1523.402 rows=10000025 loops=1)\n"
        "  Filter: ((status)::text = 'open'::text)\n  Rows Removed by Filter: 123456789\n  Buffers: shared hit=1234567 read=7654321\nExecution Time: 98234.123 ms\n",
        [],
    ),
    "sql": (
        "INSERT INTO events (id, customer_id, at) VALUES (1234567890, 4711002233, '2026-03-04 11:22:33.123456');\n"
        "SELECT id::bigint, note FROM orders WHERE customer_id = 4711002233 AND created_at > to_timestamp(1700000000) LIMIT 5000000;\n",
        [],
    ),
    "terraform": (
        'resource "aws_instance" "web" {\n  ami           = "ami-0c55b159cbfafe1f0"\n  instance_type = "t3.micro"\n  cidr_block    = "10.12.0.0/16"\n}\n'
        "aws_instance.web: Creation complete after 32s [id=i-0abcd1234efgh5678]\n# arn:aws:iam::123456789012:role/orders-node\nPlan: 3 to add, 1 to change, 0 to destroy.\n",
        [],
    ),
    "json": (
        '{"ts":"2026-03-04T11:22:33.123Z","level":"info","trace_id":"4bf92f3577b34da6a3ce929d0e0e4736","span_id":"00f067aa0ba902b7","duration_ms":1234567,"epoch":1700000000000}\n'
        '{"order_id":1234567890123,"customer_id":"CUST-0012345","amount":129900,"sku":"4006381333931","user":{"login":"tverhoeven","phone":"+31 6 12345678"}}\n',
        ["tverhoeven", "+31 6 12345678"],
    ),
    "metrics": (
        '# TYPE http_requests_total counter\nhttp_requests_total{method="post",code="200",instance="10.0.0.5:9090"} 1027123456 1395066363000\n'
        'node_filesystem_avail_bytes{device="/dev/sda1"} 1.2345678e+10\nhttp_request_duration_seconds{quantile="0.99"} 12.345678901\nrate(x[5m]) > 0.12345, 0.56789\n',
        [],
    ),
    "git": (
        "commit 9ae1f3c2b4d5e6f708192a3b4c5d6e7f8091a2b3\nAuthor: T. V. <tverhoeven@fabrikam.example>\nDate:   Wed Mar 4 11:22:33 2026 +0100\n\n    Raise the limit\n\n"
        "diff --git a/limits.yaml b/limits.yaml\nindex 83db48f..bf269f4 100644\n@@ -1,7 +1,9 @@ limits:\n-  memory: 536870912\n+  memory: 1073741824\n+1073741824\n",
        ["tverhoeven@fabrikam.example"],
    ),
    "windows events": (
        "Log Name: System  Source: Service Control Manager  Event ID: 7031  Level: Error  Record Number: 1234567\n"
        "Subject:\n\tSecurity ID:\t\tS-1-5-21-3623811015-3361044348-30300820-1013\n\tAccount Name:\t\ttverhoeven\n\tLogon ID:\t\t0x3E7\n"
        "Process Information:\n\tProcess ID:\t\t0x1f4\n\tStatus: 0xC000006D\n",
        ["tverhoeven"],
    ),
    "mail transcript": (
        "220 mx.internal ESMTP\nEHLO relay-03\n250-SIZE 52428800\nMAIL FROM:<lena.brandt@fabrikam.example>\n250 2.1.0 Ok\n354 End data with <CR><LF>.<CR><LF>\n250 2.0.0 Ok: queued as 4ZxYw12345z\n"
        "A002 SELECT INBOX\n* 172 EXISTS\n* OK [UIDVALIDITY 3857529045] UIDs valid\n* OK [UIDNEXT 4392] Predicted next UID\nA002 OK [READ-WRITE] SELECT completed\n",
        ["lena.brandt@fabrikam.example"],
    ),
    "docker": (
        "Digest: sha256:f06ea5ea21122b7b60909865c4905b4fc3db1014c4bed7c2c595d060a5739fa2\nStatus: Downloaded newer image for nginx:1.25.3\n"
        "docker pull nginx@sha256:f06ea5ea21122b7b60909865c4905b4fc3db1014c4bed7c2c595d060a5739fa2\n3f4e5d6c7b8a: Pull complete\n",
        [],
    ),
    "packages": (
        "npm i react@latest lodash@4.17.21 @types/node @angular/core@17.0.0\nuses: actions/checkout@v4\nrequests==2.31.0  grpcio==1.60.0.1  openssl 1.1.1.23 -> 3.0.13.1\npassport.js 0.6.0 and passport-local 1.0.0\n",
        [],
    ),
    "decorators": (
        '@app.route("/orders")\n@dataclass\nclass Order:\n    pass\n\n@Autowired private OrderService orders;\n@Override public String toString() {\n@media print { }\n * @param name the name\n',
        [],
    ),
    "tables": (
        "procs -----------memory---------- ---swap-- -----io---- -system-- ------cpu-----\n 1  0      0 812345 123456 7654321    0    0     1    12   45   67  2  1 97  0  0\n"
        "PID USER PR NI VIRT RES SHR S %CPU %MEM TIME+ COMMAND\n1234 root 20 0 1234567 234567 34567 S 1.0 2.3 10:11.12 java\n"
        "drwxr-xr-x 2 root root 4096 Mar  4 11:22 conf.d\n-rw-r--r-- 1 tverhoeven staff 5316 Mar  4 11:22 notes.txt\n2048 4096 8192 16384\n699 956 915 1024\n0755 0644 0600\n",
        ["tverhoeven"],
    ),
    "network": (
        "eth0: inet 10.0.4.17 netmask 255.255.255.0 broadcast 10.0.4.255 inet6 fe80::1 ether ff:ff:ff:ff:ff:ff\nnameserver 8.8.8.8 and 1.1.1.1; test nets 203.0.113.7, 198.51.100.4, 2001:db8::1, fd00::1, 100.64.1.2, 169.254.1.1\n"
        "OID 1.3.6.1.4.1.311.21.20; firmware 93.1.2.3; agent v93.184.216.34; 00:00:00:00:00:00\nIncoming from 2a02:8108:8ac0:1f::12 via 3c:22:fb:9a:10:7e\n",
        ["2a02:8108:8ac0:1f::12", "3c:22:fb:9a:10:7e"],
    ),
    "fingerprints": (
        "MD5:16:27:ac:a5:76:28:2d:36:63:1b:56:4d:eb:df:a6:48 and wwn-0x5000c500a1b2c3d4, PCI 0000:3b:00.0, GPU-8f6d3b1c, serial S3Z9NB0K123456\n",
        [],
    ),
    "numbers of a help desk": (
        "Order 1234567890, ticket 100200300, invoice 2026-000123, case #58581, RMA 4006381333931, customer number 55667788 (account number 99887766).\n"
        "My order number is 123456789 and my ticket number is 987654321. Kundennummer 4711002233, Auftragsnummer 20260304-1234, référence 123 456 789.\n"
        "Backups 260304-1123 and 20260304-1234 are done; job 2026030411223344; EAN 4006381333931; ISBN 978-3-16-148410-0; RFC 2616; CVE-2024-12345.\n",
        [],
    ),
    "times and counts": (
        "It was called 1048576 times on 2026-03-04 and took 1234567 us. The mobile app 12.3.4567, build 20260304, has been up 1234567 seconds.\n"
        "The birthday reminder job ran on 2026-03-04. The certificate expires 04/27. Use a phone book of 1500000 rows. Position 3, 4 of 12.\n"
        "p50=12.3456 p99=45.6789; embedding [0.1234, -0.5678, 12.3456, 78.9012]; ratio 1.2345, 1.6789; 1700000000 1700000000000 1700000000000000\n",
        [],
    ),
    "words that announce nothing": (
        "Enter the card number and the CVV. The passport field, the license plate field and the IBAN field are empty; the tax number format is invalid.\n"
        "Visa requirements changed in 2024. The user cannot login; username format is invalid; login failed. Bind role cluster-admin to system:serviceaccount:default:builder.\n"
        "FAILED\\nretrying in 5s\\nERROR\\ttimeout. Room B-MW 1234, model AB12 CDE. Ping @sre-team and @here.\n",
        [],
    ),
    "escaped json": (
        '{"log":"WARN\\trequest 4bf92f3577b34da6 took 1200ms\\nERROR\\tretry 3 of 5\\n","stream":"stderr","time":"2026-03-04T11:22:33.123456789Z"}\n',
        [],
    ),
    "ansible and cron": (
        "TASK [common : chown data dir] ***\nchanged: [cache-02] => (item=/var/lib/redis)\nchown -R redis:redis /var/lib/redis\n0 30 4 * * 1-5 /usr/local/bin/rotate --keep 30 --max 1000000\nrsync -av /srv/ backup@10.0.4.9:/srv/\n",
        [],
    ),
}


@pytest.mark.parametrize("name", TEXTS)
def test_only_what_is_personal_goes(scrubber: Scrubber, name: str) -> None:
    text, personal = TEXTS[name]
    spans = scrubber.scrub(text).spans
    found = [text[start:end] for start, end, kind in spans if kind not in OTHERS and not kind.startswith("SECRET")]
    assert found == personal


@pytest.mark.parametrize("name", TEXTS)
def test_it_is_the_same_without_line_breaks(scrubber: Scrubber, name: str) -> None:
    """Logs arrive in one line too: then there may be fewer finds, but never a new one."""
    text, personal = TEXTS[name]
    flat = text.replace("\n", " ")
    spans = scrubber.scrub(flat).spans
    found = [flat[start:end] for start, end, kind in spans if kind not in OTHERS and not kind.startswith("SECRET")]
    assert not set(found) - set(personal)
