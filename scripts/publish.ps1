# Makes a folder that runs gan on this kind of system without any SDK.
$ErrorActionPreference = 'Stop'

$usage = @'
scripts/publish.ps1 [--output FOLDER] [--backend cpu|cuda|none]

  --output FOLDER   where to (default: artifacts/gan-<system>); must be empty or a folder that this script made
  --backend NAME    which libtorch goes along (default: cpu; on Windows cuda); none: point GAN_LIBTORCH at an installed one
'@
# The script's own line ends are those of Windows.
$usage = $usage -replace "`r", ''

function Exit-WithUsage([string] $Reason) {
    [Console]::Error.WriteLine($Reason)
    exit 2
}

$root = Split-Path -Parent $PSScriptRoot
$output = $null
$backend = $null
for ($i = 0; $i -lt $args.Count; $i++) {
    $option = [string] $args[$i]
    # Options have two hyphens, as everywhere in gan; PowerShell's own one will do.
    switch ($option) {
        { $_ -in '--output', '-output', '--backend', '-backend' } {
            $i++
            if ($i -ge $args.Count) { Exit-WithUsage "$option needs a value" }
            if ($option.TrimStart('-') -eq 'output') { $output = [string] $args[$i] } else { $backend = [string] $args[$i] }
        }
        { $_ -in '-h', '--help' } {
            Write-Output $usage
            exit 0
        }
        default { Exit-WithUsage "unknown argument '$option'`n$usage" }
    }
}
if ($null -ne $backend -and $backend -cnotin 'cpu', 'cuda', 'none') { Exit-WithUsage '--backend must be cpu, cuda or none' }

. (Join-Path $PSScriptRoot 'build/dotnet.ps1')
Assert-Dotnet $root
if (-not $output) {
    $system = 'windows'
    if ($env:OS -ne 'Windows_NT') { $system = (& uname -s).ToLowerInvariant() }
    $machine = [Runtime.InteropServices.RuntimeInformation]::OSArchitecture.ToString().ToLowerInvariant()
    if ($env:OS -ne 'Windows_NT') { $machine = & uname -m }
    $output = Join-Path $root "artifacts/gan-$system-$machine"
}
$output = $ExecutionContext.SessionState.Path.GetUnresolvedProviderPathFromPSPath($output)
$null = New-Item -ItemType Directory -Force $output
if (@(Get-ChildItem -LiteralPath $output -Force).Count -gt 0) {
    if (-not (Test-Path -LiteralPath (Join-Path $output 'gan.deps.json'))) {
        Exit-WithUsage "$output is not empty and holds no published gan; name another folder"
    }
    # Or files of an earlier version would stay among the new ones.
    Remove-Item -LiteralPath $output -Recurse -Force
    $null = New-Item -ItemType Directory -Force $output
}

[Console]::Error.WriteLine('publishing gan ...')
$logs = Join-Path $root 'src/GanCli/bin'
$null = New-Item -ItemType Directory -Force $logs
$arguments = @(
    'publish', (Join-Path $root 'src/GanCli'), '--configuration', 'Release', '--self-contained', 'true', '--output', $output,
    '--nologo', '--verbosity', 'quiet')
if ($backend) { $arguments += "-p:TorchBackend=$backend" }
if (-not (Invoke-Quietly (Join-Path $logs 'publish.log') $arguments)) { exit 1 }
$executable = 'gan'
if ($env:OS -eq 'Windows_NT') { $executable = 'gan.exe' }
$bytes = (Get-ChildItem -LiteralPath $output -Recurse -File | Measure-Object -Property Length -Sum).Sum
$size = [string]::Format([Globalization.CultureInfo]::InvariantCulture, '{0:N0} MB', $bytes / 1MB)
Write-Output "$(Join-Path $output $executable) ($size)"
exit 0
