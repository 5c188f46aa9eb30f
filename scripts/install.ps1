# Puts gan on the PATH: in ~/.local/bin (or in the folder named as the first argument) a gan.cmd that starts scripts/gan.ps1 of this working
# copy, whatever the execution policy. On Linux and macOS a link to scripts/gan.
$ErrorActionPreference = 'Stop'

$onWindows = $env:OS -eq 'Windows_NT'
$folder = Join-Path $HOME '.local/bin'
if ($args.Count -gt 0) { $folder = $args[0] }
$folder = $ExecutionContext.SessionState.Path.GetUnresolvedProviderPathFromPSPath($folder)
$mark = 'rem Made by scripts/install.ps1 of gan.'
$name = 'gan'
if ($onWindows) { $name = 'gan.cmd' }
$link = Join-Path $folder $name

$null = New-Item -ItemType Directory -Force $folder
$found = Get-Item -LiteralPath $link -Force -ErrorAction SilentlyContinue
if ($found) {
    if ($onWindows) { $isOurs = -not $found.PSIsContainer -and (Get-Content -LiteralPath $link) -contains $mark }
    else { $isOurs = [bool] $found.LinkType }
    if (-not $isOurs) {
        [Console]::Error.WriteLine("$link exists and was not made by this script; it was left as it is")
        exit 1
    }
}

if ($onWindows) {
    $target = Join-Path $PSScriptRoot 'gan.ps1'
    # In a batch file a percent sign begins a variable.
    $lines = @('@echo off', $mark,
        ('powershell -NoProfile -ExecutionPolicy Bypass -File "{0}" %*' -f $target.Replace('%', '%%')), 'exit /b %ERRORLEVEL%')
    # The code page that cmd reads batch files in.
    $encoding = [Text.Encoding]::GetEncoding([Globalization.CultureInfo]::CurrentCulture.TextInfo.OEMCodePage)
    [IO.File]::WriteAllLines($link, [string[]] $lines, $encoding)
}
else {
    $target = Join-Path $PSScriptRoot 'gan'
    if ($found) { Remove-Item -LiteralPath $link }
    $null = New-Item -ItemType SymbolicLink -Path $link -Target $target
}
Write-Output "$link -> $target"

$separator = [IO.Path]::PathSeparator
if ($env:PATH.Split($separator) -notcontains $folder) {
    if ($onWindows) {
        [Console]::Error.WriteLine("$folder is not on your PATH; run this once and open another window:")
        $now = "[Environment]::GetEnvironmentVariable('Path', 'User')"
        [Console]::Error.WriteLine("    [Environment]::SetEnvironmentVariable('Path', $now + ';$folder', 'User')")
    }
    else {
        [Console]::Error.WriteLine("$folder is not on your PATH; add this line to ~/.profile and log in again:")
        [Console]::Error.WriteLine("    export PATH=`"${folder}:`$PATH`"")
    }
}
if ($onWindows) {
    [Console]::Error.WriteLine('gan.cmd runs under every execution policy. For scripts/test.ps1 and others, allow your own scripts once:')
    [Console]::Error.WriteLine('    Set-ExecutionPolicy -Scope CurrentUser RemoteSigned')
}
exit 0
