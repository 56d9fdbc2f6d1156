/* memchr_test.c: every start, length and place within three blocks, at the end of a page whose next one cannot be read. */
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

enum { SPAN = 50 };

int main(void) {
    size_t page = (size_t)sysconf(_SC_PAGESIZE), failed = 0, passed = 0;
    char *memory = mmap(NULL, 2 * page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (memory == MAP_FAILED || mprotect(memory + page, page, PROT_NONE) != 0) return 2;
    memset(memory, 'a', page);
    for (size_t start = page - SPAN; start <= page; start++)
        for (size_t len = 0; start + len <= page; len++)
            for (size_t at = page - SPAN; at < page; at++) {
                char *expected = at >= start && at < start + len ? memory + at : NULL;
                memory[at] = '\xff';
                char *found = memchr(memory + start, 0x1ff, len); /* converted to unsigned char */
                memory[at] = 'a';
                found == expected ? passed++ : failed++;
            }
    if (memchr(memory, 'b', 0)) failed++;
    if (memchr(memory + page - 1, 'a', (size_t)-1 / 2) != memory + page - 1) failed++; /* found before the end counts */
    printf("%zu passed, %zu failed\n", passed, failed);
    return failed != 0;
}
