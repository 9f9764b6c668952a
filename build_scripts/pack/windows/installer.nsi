; The installer for Windows: for one user, without an administrator, in Chinese and English.
; build_scripts/pack/windows/installer.py defines VERSION, NUMBERS, ICON, SIDE, LICENCE, FILES, SIZE_KB and OUT;
; SIGN only if there is a key, QUICK only if the size does not matter.
;
; Exit status of a silent run: 0 done, 2 aborted, 5 LinkDue is open, 6 this version of Windows is not supported.

Unicode true
Target amd64-unicode
!include MUI2.nsh
!include LogicLib.nsh
!include WinVer.nsh
!include Win\COM.nsh
!include Win\Propkey.nsh

!define APP "LinkDue"
!define UNINSTALL_KEY "Software\Microsoft\Windows\CurrentVersion\Uninstall\${APP}"
!define RUN_KEY "Software\Microsoft\Windows\CurrentVersion\Run"
!define APPROVED_KEY "Software\Microsoft\Windows\CurrentVersion\Explorer\StartupApproved\Run"
!define STATUS_OPEN 5
!define STATUS_UNSUPPORTED 6
!define CLASSES_KEY "Software\Classes"
; The sender of notifications, and the scheme of the links that they open: see desktop/system/notifications/windows.py.
!define IDENTITY "io.github.linkdue.LinkDue"
!define LINKS "linkdue"
!define FILES_KEY "LinkDue.File"
; The exit status of `LinkDue.exe --is-running` if a window is open.
!define IS_OPEN 0

Name "$(NAME)"
OutFile "${OUT}"
BrandingText "${APP} ${VERSION}"
InstallDir "$LOCALAPPDATA\Programs\${APP}"
InstallDirRegKey HKCU "Software\${APP}" "InstallDir"
RequestExecutionLevel user
!ifdef QUICK
  SetCompressor zlib
!else
  SetCompressor /SOLID lzma
  SetCompressorDictSize 64
!endif
ManifestDPIAware true
ManifestSupportedOS all
VIProductVersion "${NUMBERS}"
!macro Facts LANGUAGE DESCRIPTION
  VIAddVersionKey /LANG=${LANGUAGE} "ProductName" "${APP}"
  VIAddVersionKey /LANG=${LANGUAGE} "CompanyName" "LinkDue contributors"
  VIAddVersionKey /LANG=${LANGUAGE} "FileDescription" "${DESCRIPTION}"
  VIAddVersionKey /LANG=${LANGUAGE} "FileVersion" "${VERSION}"
  VIAddVersionKey /LANG=${LANGUAGE} "ProductVersion" "${VERSION}"
  VIAddVersionKey /LANG=${LANGUAGE} "LegalCopyright" "MIT License"
!macroend
!insertmacro Facts 2052 "关联管家安装程序"
!insertmacro Facts 1033 "LinkDue installer"
!ifdef SIGN
  !uninstfinalize '${SIGN} "%1"'
!endif

; Pages

!define MUI_ICON "${ICON}"
!define MUI_UNICON "${ICON}"
!define MUI_WELCOMEFINISHPAGE_BITMAP "${SIDE}"
!define MUI_UNWELCOMEFINISHPAGE_BITMAP "${SIDE}"
!define MUI_ABORTWARNING
!define MUI_COMPONENTSPAGE_SMALLDESC
!define MUI_FINISHPAGE_RUN "$INSTDIR\${APP}.exe"
!insertmacro MUI_PAGE_WELCOME
!insertmacro MUI_PAGE_LICENSE "${LICENCE}"
!insertmacro MUI_PAGE_COMPONENTS
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_COMPONENTS
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "English"
!insertmacro MUI_LANGUAGE "SimpChinese"

; Texts

!macro Text NAME ENGLISH CHINESE
  LangString ${NAME} ${LANG_ENGLISH} "${ENGLISH}"
  LangString ${NAME} ${LANG_SIMPCHINESE} "${CHINESE}"
!macroend
!insertmacro Text IS_RUNNING \
  "LinkDue is open. Please close it, then choose “Retry”." \
  "关联管家正在运行。请先关闭，再点“重试”。"
!insertmacro Text UNSUPPORTED \
  "LinkDue needs 64-bit Windows 10 or 11." \
  "关联管家需要 64 位的 Windows 10 或 Windows 11。"
!insertmacro Text PROGRAM "LinkDue (required)" "关联管家（必需）"
!insertmacro Text ON_DESKTOP "Desktop shortcut" "桌面快捷方式"
!insertmacro Text REMOVE_PROGRAM "LinkDue (required)" "关联管家（必需）"
!insertmacro Text REMOVE_DATA "Also delete my records and backups" "同时删除我的记录和备份"
!insertmacro Text ABOUT_PROGRAM \
  "The program and its Start menu entry." \
  "程序文件和“开始”菜单中的快捷方式。"
!insertmacro Text ABOUT_DESKTOP \
  "A shortcut on the desktop that starts LinkDue." \
  "在桌面上创建关联管家的快捷方式。"
!insertmacro Text ABOUT_REMOVE_PROGRAM \
  "Removes the program and its entries in Windows. Your records are kept." \
  "删除程序和它在 Windows 中的快捷方式。您的记录会保留。"
!insertmacro Text ABOUT_REMOVE_DATA \
  "Permanently deletes your records and backups in $LOCALAPPDATA\LinkDue. This can't be undone." \
  "永久删除 $LOCALAPPDATA\LinkDue 中的记录和备份，无法恢复。"
!insertmacro Text NAME "LinkDue" "关联管家"

; For installer and uninstaller

; An open window answers through its socket, whatever its data folder. A program that hangs, or one that runs in a
; console, is detected by its file: Windows does not allow writing to a running program.
!macro RefuseWhileRunning UN
Function ${UN}RefuseWhileRunning
  again:
  ${IfNot} ${FileExists} "$INSTDIR\${APP}.exe"
    Return
  ${EndIf}
  nsExec::Exec /TIMEOUT=15000 '"$INSTDIR\${APP}.exe" --is-running'
  Pop $0
  ${If} $0 == ${IS_OPEN}
    Goto running
  ${EndIf}
  ClearErrors
  FileOpen $0 "$INSTDIR\${APP}.exe" a
  ${If} ${Errors}
    Goto running
  ${EndIf}
  FileClose $0
  ${If} ${FileExists} "$INSTDIR\linkdue-cli.exe"
    ClearErrors
    FileOpen $0 "$INSTDIR\linkdue-cli.exe" a
    ${If} ${Errors}
      Goto running
    ${EndIf}
    FileClose $0
  ${EndIf}
  Return
  running:
  MessageBox MB_RETRYCANCEL|MB_ICONEXCLAMATION "$(IS_RUNNING)" /SD IDCANCEL IDRETRY again
  SetErrorLevel ${STATUS_OPEN}
  Quit
FunctionEnd
!macroend
!insertmacro RefuseWhileRunning ""
!insertmacro RefuseWhileRunning "un."

; A shortcut has the name in the language of the installation; both names are deleted.
!macro DeleteShortcuts
  Delete "$SMPROGRAMS\LinkDue.lnk"
  Delete "$SMPROGRAMS\关联管家.lnk"
  Delete "$DESKTOP\LinkDue.lnk"
  Delete "$DESKTOP\关联管家.lnk"
!macroend

; Only what an installer put there: the chosen folder may contain other files.
!macro DeleteProgram
  RMDir /r "$INSTDIR\_internal"
  Delete "$INSTDIR\${APP}.exe"
  Delete "$INSTDIR\linkdue-cli.exe"
  Delete "$INSTDIR\Uninstall.exe"
!macroend

; Windows shows the notifications of a program that it can identify by its entry in the Start menu. If the entry cannot
; be marked, it stays unmarked: the program also writes its identity to the registry with each notification.
!macro MarkShortcut FILE
  !insertmacro ComHlpr_CreateInProcInstance ${CLSID_ShellLink} ${IID_IShellLink} r0 ""
  ${If} $0 P<> 0
    ${IUnknown::QueryInterface} $0 '("${IID_IPersistFile}",.r1)'
    ${If} $1 P<> 0
      ${IPersistFile::Load} $1 '("${FILE}",${STGM_READWRITE})'
      ${IUnknown::QueryInterface} $0 '("${IID_IPropertyStore}",.r2)'
      ${If} $2 P<> 0
        System::Call '*${SYSSTRUCT_PROPERTYKEY}(${PKEY_AppUserModel_ID})p.r3'
        System::Call '*(&w${NSIS_MAX_STRLEN} "${IDENTITY}")p.r5'
        System::Call '*${SYSSTRUCT_PROPVARIANT}(${VT_LPWSTR},,p r5)p.r4'
        ${IPropertyStore::SetValue} $2 '($3,$4)'
        ${IPropertyStore::Commit} $2 ""
        System::Free $3
        System::Free $4
        System::Free $5
        ${IUnknown::Release} $2 ""
        ${IPersistFile::Save} $1 '("${FILE}",1)'
      ${EndIf}
      ${IUnknown::Release} $1 ""
    ${EndIf}
    ${IUnknown::Release} $0 ""
  ${EndIf}
!macroend

; Installing

Function .onInit
  ${IfNot} ${AtLeastWin10}
    MessageBox MB_OK|MB_ICONSTOP "$(UNSUPPORTED)" /SD IDOK
    SetErrorLevel ${STATUS_UNSUPPORTED}
    Quit
  ${EndIf}
FunctionEnd

Section "$(PROGRAM)" SECTION_PROGRAM
  SectionIn RO
  Call RefuseWhileRunning
  !insertmacro DeleteProgram
  !include "${FILES}"
  SetOutPath "$INSTDIR"
  WriteUninstaller "$INSTDIR\Uninstall.exe"
  Delete "$SMPROGRAMS\LinkDue.lnk"
  Delete "$SMPROGRAMS\关联管家.lnk"
  CreateShortcut "$SMPROGRAMS\$(NAME).lnk" "$INSTDIR\${APP}.exe"
  !insertmacro MarkShortcut "$SMPROGRAMS\$(NAME).lnk"
  WriteRegStr HKCU "${CLASSES_KEY}\${FILES_KEY}" "" "$(NAME)"
  WriteRegStr HKCU "${CLASSES_KEY}\${FILES_KEY}\DefaultIcon" "" "$INSTDIR\${APP}.exe,0"
  WriteRegStr HKCU "${CLASSES_KEY}\${FILES_KEY}\shell\open\command" "" '"$INSTDIR\${APP}.exe" "%1"'
  WriteRegStr HKCU "${CLASSES_KEY}\.linkdue" "" "${FILES_KEY}"
  WriteRegStr HKCU "${CLASSES_KEY}\.linkduecard" "" "${FILES_KEY}"
  WriteRegStr HKCU "Software\${APP}" "InstallDir" "$INSTDIR"
  WriteRegStr HKCU "${UNINSTALL_KEY}" "DisplayName" "$(NAME)"
  WriteRegStr HKCU "${UNINSTALL_KEY}" "DisplayVersion" "${VERSION}"
  WriteRegStr HKCU "${UNINSTALL_KEY}" "Publisher" "LinkDue contributors"
  WriteRegStr HKCU "${UNINSTALL_KEY}" "DisplayIcon" "$INSTDIR\${APP}.exe"
  WriteRegStr HKCU "${UNINSTALL_KEY}" "InstallLocation" "$INSTDIR"
  WriteRegStr HKCU "${UNINSTALL_KEY}" "UninstallString" '"$INSTDIR\Uninstall.exe"'
  WriteRegStr HKCU "${UNINSTALL_KEY}" "QuietUninstallString" '"$INSTDIR\Uninstall.exe" /S'
  WriteRegDWORD HKCU "${UNINSTALL_KEY}" "EstimatedSize" ${SIZE_KB}
  WriteRegDWORD HKCU "${UNINSTALL_KEY}" "NoModify" 1
  WriteRegDWORD HKCU "${UNINSTALL_KEY}" "NoRepair" 1
SectionEnd

Section /o "$(ON_DESKTOP)" SECTION_DESKTOP
  Delete "$DESKTOP\LinkDue.lnk"
  Delete "$DESKTOP\关联管家.lnk"
  CreateShortcut "$DESKTOP\$(NAME).lnk" "$INSTDIR\${APP}.exe"
SectionEnd

!insertmacro MUI_FUNCTION_DESCRIPTION_BEGIN
  !insertmacro MUI_DESCRIPTION_TEXT ${SECTION_PROGRAM} "$(ABOUT_PROGRAM)"
  !insertmacro MUI_DESCRIPTION_TEXT ${SECTION_DESKTOP} "$(ABOUT_DESKTOP)"
!insertmacro MUI_FUNCTION_DESCRIPTION_END

; Uninstalling. The records are deleted only if the user ticks that; a silent run never deletes them.

Section "un.$(REMOVE_PROGRAM)" SECTION_REMOVE_PROGRAM
  SectionIn RO
  Call un.RefuseWhileRunning
  !insertmacro DeleteProgram
  RMDir "$INSTDIR"
  !insertmacro DeleteShortcuts
  DeleteRegValue HKCU "${RUN_KEY}" "${APP}"
  DeleteRegValue HKCU "${APPROVED_KEY}" "${APP}"
  DeleteRegKey HKCU "${CLASSES_KEY}\AppUserModelId\${IDENTITY}"
  DeleteRegKey HKCU "${CLASSES_KEY}\${LINKS}"
  DeleteRegKey HKCU "${CLASSES_KEY}\${FILES_KEY}"
  DeleteRegKey HKCU "${CLASSES_KEY}\.linkdue"
  DeleteRegKey HKCU "${CLASSES_KEY}\.linkduecard"
  nsExec::Exec /TIMEOUT=15000 '"$SYSDIR\schtasks.exe" /Delete /F /TN "${APP}"'
  Pop $0
  DeleteRegKey HKCU "${UNINSTALL_KEY}"
  DeleteRegKey HKCU "Software\${APP}"
SectionEnd

Section /o "un.$(REMOVE_DATA)" SECTION_REMOVE_DATA
  RMDir /r "$LOCALAPPDATA\${APP}"
SectionEnd

!insertmacro MUI_UNFUNCTION_DESCRIPTION_BEGIN
  !insertmacro MUI_DESCRIPTION_TEXT ${SECTION_REMOVE_PROGRAM} "$(ABOUT_REMOVE_PROGRAM)"
  !insertmacro MUI_DESCRIPTION_TEXT ${SECTION_REMOVE_DATA} "$(ABOUT_REMOVE_DATA)"
!insertmacro MUI_UNFUNCTION_DESCRIPTION_END
