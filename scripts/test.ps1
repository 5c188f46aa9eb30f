# Builds everything and runs every test. Arguments go to the test program.
# The last line is "N passed, N failed", with ", N skipped" where tests were skipped.
$ErrorActionPreference = 'Stop'

$root = Split-Path -Parent $PSScriptRoot
$results = Join-Path $root 'tests/GanCli.Tests/bin/scripts-test'
$null = New-Item -ItemType Directory -Force $results
. (Join-Path $PSScriptRoot 'build/dotnet.ps1')
Assert-Dotnet $root

function Exit-WithFailure([string] $Reason) {
    Write-Output $Reason
    Write-Output '0 passed, 1 failed'
    exit 1
}

[Console]::Error.WriteLine('building ...')
$arguments = @('build', (Join-Path $root 'GanCli.sln'), '--configuration', 'Release', '--nologo', '--verbosity', 'quiet')
if (-not (Invoke-Quietly (Join-Path $results 'build.log') $arguments)) { Exit-WithFailure 'the build failed' }

$ErrorActionPreference = 'Continue'
$output = Join-Path $results 'output.txt'
& dotnet (Join-Path $root 'tests/GanCli.Tests/bin/Release/net10.0/GanCli.Tests.dll') -noLogo -noColor @args 2>&1 | Tee-Object $output
$code = $LASTEXITCODE

$summary = Select-String -Path $output -Pattern 'Total: \d+' | Select-Object -Last 1
if (-not $summary) { Exit-WithFailure "the test program ended without a summary (exit code $code)" }
$count = @{ 'Total' = 0; 'Errors' = 0; 'Failed' = 0; 'Skipped' = 0; 'Not Run' = 0 }
foreach ($match in [regex]::Matches($summary.Line, '(Total|Errors|Failed|Skipped|Not Run): (\d+)')) {
    $count[$match.Groups[1].Value] = [int] $match.Groups[2].Value
}

$failed = $count['Errors'] + $count['Failed']
$skipped = $count['Skipped'] + $count['Not Run']
$passed = $count['Total'] - $count['Failed'] - $skipped
if ($code -ne 0 -and $failed -eq 0) {
    Write-Output "the test program ended with exit code $code"
    $failed = 1
}
if ($passed -eq 0 -and $failed -eq 0) { Exit-WithFailure 'no test was run' }
$line = "$passed passed, $failed failed"
if ($skipped -gt 0) { $line += ", $skipped skipped" }
Write-Output $line
if ($failed -gt 0) { exit 1 }
exit 0
