# Shared by the scripts; dot-sourced, not run. Works in Windows PowerShell 5.1 and in PowerShell 7.

$env:DOTNET_CLI_TELEMETRY_OPTOUT = '1'
$env:DOTNET_NOLOGO = '1'

# Ends the script when there is no .NET 10 SDK.
function Assert-Dotnet([string] $Root) {
    $sdk = 'the .NET 10 SDK (https://dotnet.microsoft.com/download/dotnet/10.0)'
    if (-not (Get-Command dotnet -ErrorAction SilentlyContinue)) {
        [Console]::Error.WriteLine("gan needs $sdk; there is no 'dotnet' on the PATH")
        exit 1
    }
    Push-Location $Root
    try { $null = & dotnet --version 2>$null } finally { Pop-Location }
    if ($LASTEXITCODE -ne 0) {
        [Console]::Error.WriteLine("gan needs $sdk; the one that is installed does not do")
        exit 1
    }
    if (-not $env:DOTNET_ROOT) {
        $folder = Split-Path -Parent (Get-Command dotnet).Source
        if (Test-Path (Join-Path $folder 'host')) { $env:DOTNET_ROOT = $folder }
    }
}

# Runs dotnet with its output in a log; shows the errors, and only those, when it fails.
function Invoke-Quietly([string] $Log, [string[]] $Arguments) {
    $preference = $ErrorActionPreference
    $ErrorActionPreference = 'Continue'
    & dotnet @Arguments *> $Log
    $code = $LASTEXITCODE
    $ErrorActionPreference = $preference
    if ($code -eq 0) { return $true }
    $errors = @(Get-Content $Log | Where-Object { $_ -match 'error [A-Z]+[0-9]+|: error' } | Sort-Object -Unique)
    if ($errors.Count -eq 0) { $errors = @(Get-Content $Log -Tail 30) }
    $errors | ForEach-Object { [Console]::Error.WriteLine($_) }
    [Console]::Error.WriteLine("the build failed; all it said is in $Log")
    return $false
}
