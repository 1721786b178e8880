"""What to do where students' code cannot be run safely yet: the exact commands, for this machine."""
import pathlib
import shutil
import sys

from .. import words

IMAGE = (
    "printf 'FROM python:3.12\\nCOPY pyproject.toml README.md LICENSE /crmlab/\\nCOPY crmlab /crmlab/crmlab\\n"
    "COPY datasets /crmlab/datasets\\nRUN pip install -e /crmlab\\n' | docker build -t crmlab -f - ."
)
DOCKER = (
    "--sandbox 'docker run -i --rm --network=none --read-only --tmpfs /scratch:size=128m,mode=1777 --memory=3g --memory-swap=3g "
    "--pids-limit=128 --cap-drop=ALL --security-opt=no-new-privileges --user 65534 crmlab'"
)
WSL = "wsl --install -d Ubuntu"
APPARMOR = """sudo tee /etc/apparmor.d/bwrap <<'END'
abi <abi/4.0>,
include <tunables/global>
profile bwrap {program} flags=(unconfined) {{
  userns,
}}
END
sudo apparmor_parser -r /etc/apparmor.d/bwrap"""

_INSTALLERS = {"apt": "sudo apt install bubblewrap", "dnf": "sudo dnf install bubblewrap", "zypper": "sudo zypper install bubblewrap", "pacman": "sudo pacman -S bubblewrap"}
_SWITCHES = {"kernel/unprivileged_userns_clone": 1, "user/max_user_namespaces": 15000}


def refusal(program, said):
    """Why there is no sandbox, and what to type: for bubblewrap's path, or None, and what it said when it was tried."""
    return "\n\n".join([_first(program, said), words.t("sandbox.docker", image=IMAGE, docker=DOCKER), words.t("sandbox.none")])


def _first(program, said):
    if sys.platform == "win32":
        return words.t("sandbox.windows", wsl=WSL, install=_INSTALLERS["apt"])
    if sys.platform != "linux":
        return words.t("sandbox.elsewhere")
    if not program:
        return words.t("sandbox.missing", install=_installer())
    if "uid map" in said:
        return words.t("sandbox.apparmor", said=said, commands=APPARMOR.format(program=program))
    switch = _switch()
    return words.t("sandbox.switch", said=said, command=switch) if switch else words.t("sandbox.broken", said=said)


def _installer():
    return next((command for program, command in _INSTALLERS.items() if shutil.which(program)), _INSTALLERS["apt"])


def _switch():
    """The command that lets ordinary users have namespaces, where the system has switched them off."""
    for name, value in _SWITCHES.items():
        path = pathlib.Path("/proc/sys") / name
        if path.exists() and path.read_text().strip() == "0":
            return f"sudo sysctl -w {name.replace('/', '.')}={value}"
    return None
