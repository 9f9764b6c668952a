/* A substitute for Windows.UI.ViewManagement.UISettings, which Wine 8 lacks and Wine 9 has. Qt's platform
   plugin for Windows reads the system's colours from it at its start and fails without it.
   For tests under Wine only: it is copied into the Wine prefix and never into the program's tree.

   The object is static and never freed, so reference counts do not matter. Methods that Qt does not
   call return E_NOTIMPL. */

#include <string.h>
#include <windows.h>

typedef struct { BYTE a, r, g, b; } Color;
typedef struct { void **methods; } Object;

enum { BACKGROUND = 0, FOREGROUND = 1 }; /* of UIColorType; the others are shades of the accent */

static HRESULT WINAPI query_interface(Object *self, REFIID iid, void **out);
static HRESULT WINAPI activate_instance(Object *self, void **out);

static ULONG WINAPI add_ref(Object *self) { return 2; }
static ULONG WINAPI release(Object *self) { return 1; }
static HRESULT WINAPI get_iids(Object *self, ULONG *count, IID **iids) {
    *count = 0;
    *iids = NULL;
    return S_OK;
}
static HRESULT WINAPI get_class_name(Object *self, void **name) {
    *name = NULL;
    return S_OK;
}
static HRESULT WINAPI get_trust_level(Object *self, int *level) {
    *level = 0;
    return S_OK;
}
static HRESULT WINAPI not_implemented(Object *self) { return E_NOTIMPL; }

static HRESULT WINAPI color_value(Object *self, int kind, Color *color) {
    static const Color white = {255, 255, 255, 255}, black = {255, 0, 0, 0}, accent = {255, 0, 120, 215};
    *color = kind == BACKGROUND ? white : kind == FOREGROUND ? black : accent;
    return S_OK;
}
static HRESULT WINAPI text_scale(Object *self, double *scale) {
    *scale = 1.0;
    return S_OK;
}
static HRESULT WINAPI add_handler(Object *self, void *handler, INT64 *token) {
    *token = 1;
    return S_OK;
}
static HRESULT WINAPI remove_handler(Object *self, INT64 token) { return S_OK; }

#define INSPECTABLE \
    (void *)query_interface, (void *)add_ref, (void *)release, (void *)get_iids, \
    (void *)get_class_name, (void *)get_trust_level
#define NONE (void *)not_implemented

static void *settings[] = {INSPECTABLE, NONE, NONE, NONE, NONE, NONE, NONE, NONE, NONE, NONE, NONE, NONE, NONE};
static void *settings2[] = {INSPECTABLE, (void *)text_scale, (void *)add_handler, (void *)remove_handler};
static void *settings3[] = {INSPECTABLE, (void *)color_value, (void *)add_handler, (void *)remove_handler};
static void *settings4[] = {INSPECTABLE, NONE, (void *)add_handler, (void *)remove_handler};
static void *factory_methods[] = {INSPECTABLE, (void *)activate_instance};

static Object factory = {factory_methods};
static struct { IID iid; Object object; } faces[] = {
    {{0x85361600, 0x1C63, 0x4627, {0xBC, 0xB1, 0x3A, 0x89, 0xE0, 0xBC, 0x9C, 0x55}}, {settings}},
    {{0xBAD82401, 0x2721, 0x44F9, {0xBB, 0x91, 0x2B, 0xB2, 0x28, 0xBE, 0x44, 0x2F}}, {settings2}},
    {{0x03021BE4, 0x5254, 0x4781, {0x81, 0x94, 0x51, 0x68, 0xF7, 0xD0, 0x6D, 0x7B}}, {settings3}},
    {{0x52BB3002, 0x919B, 0x4D6B, {0x9B, 0x78, 0x8D, 0xD6, 0x6F, 0xF4, 0xB9, 0x3B}}, {settings4}},
};
static const IID unknown = {0, 0, 0, {0xC0, 0, 0, 0, 0, 0, 0, 0x46}};
static const IID inspectable = {0xAF86E2E0, 0xB12D, 0x4C6A, {0x9C, 0x5A, 0xD7, 0xAA, 0x65, 0x10, 0x1E, 0x90}};
static const IID agile = {0x94EA2B94, 0xE9CC, 0x49E0, {0xC0, 0xFF, 0xEE, 0x64, 0xCA, 0x8F, 0x5B, 0x90}};
static const IID activation_factory = {0x35, 0, 0, {0xC0, 0, 0, 0, 0, 0, 0, 0x46}};

static int is(REFIID left, const IID *right) { return !memcmp(left, right, sizeof(IID)); }

static HRESULT WINAPI query_interface(Object *self, REFIID iid, void **out) {
    *out = NULL;
    if (is(iid, &unknown) || is(iid, &inspectable) || is(iid, &agile))
        *out = self;
    else if (self == &factory)
        *out = is(iid, &activation_factory) ? self : NULL;
    else
        for (size_t i = 0; i < sizeof faces / sizeof *faces; i++)
            if (is(iid, &faces[i].iid)) *out = &faces[i].object;
    return *out ? S_OK : E_NOINTERFACE;
}

static HRESULT WINAPI activate_instance(Object *self, void **out) {
    *out = &faces[0].object;
    return S_OK;
}

__declspec(dllexport) HRESULT WINAPI DllGetActivationFactory(void *class_name, void **out) {
    *out = &factory;
    return S_OK;
}
__declspec(dllexport) HRESULT WINAPI DllCanUnloadNow(void) { return S_FALSE; }
