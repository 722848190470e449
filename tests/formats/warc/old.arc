filedesc://old.arc 0.0.0.0 20010203040506 text/plain 68
1 0 By hand
URL IP-address Archive-date Content-type Archive-length

http://old.example/page?a=b c 192.0.2.1 20010203040506 text/html 149
HTTP/1.0 200 OK
Content-Type: text/html

<HTML><BODY><H1>Old kettle</H1><P>It was <A HREF=http://old.example/loud>loud</A> in 2001.</BODY></HTML>

http://old.example/broken 192.0.2.1 20010203040506 text/html abc
HTTP/1.0 200 OK

?
http://old.example/plain 192.0.2.1 20010203040506 text/plain 57
HTTP/1.0 200 OK
Content-Type: text/plain

Still here.

