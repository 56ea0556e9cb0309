# HTTP to our own processes on loopback, in bash: a fresh machine may lack curl.

http() { # http METHOD PORT PATH: prints the body; fails unless the status is 2xx
  local status line
  exec 3<> "/dev/tcp/127.0.0.1/$2" || return 1
  printf '%s %s HTTP/1.0\r\nHost: localhost:%s\r\nContent-Length: 0\r\nConnection: close\r\n\r\n' "$1" "$3" "$2" >&3
  read -r -t 10 line status _ <&3 || { exec 3>&-; return 1; }
  while read -r -t 10 line <&3 && [[ "$line" != $'\r' ]]; do :; done
  cat <&3
  exec 3>&-
  [[ "$status" == 2* ]]
} 2> /dev/null

listening() { (exec 3<> "/dev/tcp/127.0.0.1/$1") 2> /dev/null; }
