/* httpd_serve DIRECTORY: the test server for programs that are not in C. Prints its port, and ends with its standard
 * input. */
#include "httpd.h"

#include <stdio.h>

int main(int argc, char **argv) {
    static struct httpd httpd;
    if (argc != 2 || !httpd_start(&httpd, argv[1])) return 2;
    printf("%d\n", httpd.port);
    fflush(stdout);
    while (getchar() != EOF) continue;
    httpd_stop(&httpd);
    return 0;
}
