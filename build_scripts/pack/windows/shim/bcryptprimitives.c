/* A substitute for bcryptprimitives.dll, which Wine 8 lacks and Wine 9 has: modules written in Rust get
   random bytes from it. For tests under Wine only: it is copied into the Wine prefix and never into the
   program's tree. */

#include <windows.h>
#include <ntsecapi.h>

__declspec(dllexport) BOOL WINAPI ProcessPrng(PBYTE bytes, SIZE_T count) {
    return RtlGenRandom(bytes, (ULONG)count);
}
