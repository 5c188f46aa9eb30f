# Runs gan from this working copy; builds it first when it was never built or a source changed since.
$ErrorActionPreference = 'Stop'

$root = Split-Path -Parent $PSScriptRoot
# Each build gets a folder of its own: a training that is still running keeps the files it was started from.
$builds = Join-Path $root 'src/GanCli/bin/scripts-gan'
# Somebody who points at an installed libtorch gets a build without one of its own: one process cannot hold two.
if ($env:GAN_LIBTORCH -and -not $env:TorchBackend) { $env:TorchBackend = 'none' }
$backend = 'default'
if ($env:TorchBackend) { $backend = $env:TorchBackend }
$current = Join-Path $builds "current-$backend"
$executable = 'gan'
if ($env:OS -eq 'Windows_NT') { $executable = 'gan.exe' }

# A shell that completes a line wants an answer at once: from whatever was built last, and none is better than waiting for a build.
if ($args.Count -gt 0 -and "$($args[0])".StartsWith('[suggest')) {
    if (Test-Path $current) {
        $latest = Join-Path (Join-Path $builds @(Get-Content $current)[0]) $executable
        if (Test-Path $latest) { & $latest @args }
    }
    exit 0
}

# The program, when there is one that is newer than all it is made from.
function Find-Program {
    if (-not (Test-Path $current)) { return $null }
    $program = Join-Path (Join-Path $builds @(Get-Content $current)[0]) $executable
    if (-not (Test-Path $program)) { return $null }
    $built = (Get-Item $current).LastWriteTimeUtc
    $pending = New-Object System.Collections.Stack
    foreach ($name in 'src', 'configs', 'scripts/build') { $pending.Push((New-Object IO.DirectoryInfo (Join-Path $root $name))) }
    foreach ($file in Get-ChildItem $root -File | Where-Object { $_.Name -like 'Directory.*' -or $_.Name -eq 'global.json' }) {
        if ($file.LastWriteTimeUtc -gt $built) { return $null }
    }
    while ($pending.Count -gt 0) {
        $folder = $pending.Pop()
        # Folders count too: that is how a deleted file shows.
        if ($folder.LastWriteTimeUtc -gt $built) { return $null }
        foreach ($entry in $folder.EnumerateFileSystemInfos()) {
            if ($entry -is [IO.DirectoryInfo]) {
                if ($entry.Name -ne 'bin' -and $entry.Name -ne 'obj') { $pending.Push($entry) }
            }
            # Tables of results do not: scripts/reproduce writes one among the configs.
            elseif ($entry.Extension -ne '.md' -and $entry.LastWriteTimeUtc -gt $built) { return $null }
        }
    }
    return $program
}

function Build-Program {
    . (Join-Path $PSScriptRoot 'build/dotnet.ps1')
    Assert-Dotnet $root
    [Console]::Error.WriteLine('building gan ...')
    $folder = '{0:yyyyMMddHHmmss}-{1}' -f [DateTime]::UtcNow, $PID
    # Made beforehand, or their appearing would make the project folders look newer than the build.
    foreach ($project in Get-ChildItem (Join-Path $root 'src') -Directory) {
        foreach ($name in 'bin', 'obj') { $null = New-Item -ItemType Directory -Force (Join-Path $project.FullName $name) }
    }
    # Written before the build reads anything: what changes while it runs is newer.
    Set-Content "$current.new" $folder
    $arguments = @(
        'publish', (Join-Path $root 'src/GanCli'), '--configuration', 'Release', '--output', (Join-Path $builds $folder),
        '--nologo', '--verbosity', 'quiet', '-p:CreateHardLinksForPublishFilesIfPossible=true')
    if (-not (Invoke-Quietly (Join-Path $builds 'build.log') $arguments)) {
        Remove-Item "$current.new"
        exit 1
    }
    Move-Item -Force "$current.new" $current
    # Earlier builds go, but for those whose files are in use.
    $kept = @(Get-ChildItem $builds -Filter 'current-*' | ForEach-Object { @(Get-Content $_.FullName)[0] })
    Get-ChildItem $builds -Directory | Where-Object { $kept -notcontains $_.Name } |
        ForEach-Object { Remove-Item $_.FullName -Recurse -Force -ErrorAction SilentlyContinue }
    return Join-Path (Join-Path $builds $folder) $executable
}

$program = Find-Program
if (-not $program) {
    $null = New-Item -ItemType Directory -Force $builds
    # One builds, the others wait and then find it done.
    $lock = $null
    while (-not $lock) {
        try { $lock = [IO.File]::Open((Join-Path $builds 'lock'), 'OpenOrCreate', 'ReadWrite', 'None') }
        catch [IO.IOException] { Start-Sleep -Milliseconds 500 }
    }
    try {
        $program = Find-Program
        if (-not $program) { $program = Build-Program }
    }
    finally { $lock.Dispose() }
}

& $program @args
exit $LASTEXITCODE
