@echo off
rem Starts udpchat with the Java of JAVA_HOME or, where that is not set, of PATH.
rem UDPCHAT_OPTS holds further options for the JVM.
setlocal EnableExtensions DisableDelayedExpansion
for %%I in ("%~dp0..") do set "home=%%~fI"

set "java="
if defined JAVA_HOME goto from_home
for %%I in (java.exe) do set "java=%%~$PATH:I"
if defined java goto found
echo udpchat: no java in PATH; install Java 17 or newer, or set JAVA_HOME>&2
exit /b 1

:from_home
set "java=%JAVA_HOME%\bin\java.exe"
if exist "%java%" goto found
echo udpchat: JAVA_HOME is "%JAVA_HOME%", but there is no bin\java.exe in it; set it to a Java 17 or newer>&2
exit /b 1

:found
rem The version is in a file that JDKs carry, or Java says it where there is none.
set "version="
for %%I in ("%java%") do set "release=%%~dpI..\release"
if exist "%release%" for /f "usebackq tokens=2 delims==" %%V in (`findstr /b JAVA_VERSION^= "%release%"`) do set "version=%%~V"
if not defined version for /f "tokens=3" %%V in ('call "%java%" -version 2^>^&1') do if not defined version set "version=%%~V"
set "major=0"
for /f "delims=.-+_ " %%M in ("%version%") do set "major=%%M"
if %major% GEQ 17 goto new_enough
echo udpchat: "%java%" is Java %version%, but udpchat needs 17 or newer; set JAVA_HOME to one>&2
exit /b 1

:new_enough
set "options=@jvm.options@"
rem C1 alone starts sooner and is enough to chat; a benchmark wants C2.
if not "%~1"=="bench" set "options=%options% @jvm.options.chat@"

rem The class data is good for the JDK that made it, in the folder where it was made. Java looks whether it fits, but a
rem file that was cut short crashes it.
set "archive=%home%\lib\udpchat-%version%"
set "made_in="
set "made_bytes="
set "bytes="
if not exist "%archive%.jsa" goto start
if not exist "%archive%.check" goto start
set /p made_in=<"%archive%.check"
for /f "usebackq skip=1" %%L in ("%archive%.check") do set "made_bytes=%%L"
for %%I in ("%archive%.jsa") do set "bytes=%%~zI"
if /i not "%made_in%"=="%home%" goto start
if "%made_bytes%"=="%bytes%" goto start_with_archive

:start
"%java%" %options% %UDPCHAT_OPTS% "-Dudpchat.home=%home%" -jar "%home%\lib\@jar@" %*
exit /b %ERRORLEVEL%

:start_with_archive
"%java%" %options% %UDPCHAT_OPTS% "-XX:SharedArchiveFile=%archive%.jsa" "-Dudpchat.home=%home%" -jar "%home%\lib\@jar@" %*
exit /b %ERRORLEVEL%
