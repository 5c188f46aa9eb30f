# A gate for continuous integration: trains a config and fails the job when the generator does not hold all modes, or is no better than a
# featureless blob (one Gaussian, or uniform over the data). Of data without known modes the collapse watch decides: a run that ends with a
# tenth of the data uncovered fails.
#
#   scripts/ci-gate.ps1 CONFIG [--min METRIC=VALUE ...] [--max METRIC=VALUE ...] [options of gan train ...]
#   scripts/ci-gate.ps1 mog8.yaml --seed 3 --runs-dir artifacts
#   scripts/ci-gate.ps1 mog8.yaml --min hq=0.9 --min spread=0.5 --max reverse-kl=0.05
#
# A mode is held when it gets at least a quarter of its weight of all samples. That says nothing of how sharp the samples are, nor how
# wide the modes: --min and --max add bounds on metrics (keys as in metrics.json), which the final value has to keep.
#
# Exit codes: 0 all modes held (or the data covered) and all bounds kept, 3 not; anything else is what gan train ended with (2 wrong config,
# 4 diverged, ...).
# $env:GAN = 'path\to\gan.exe' takes an installed program instead of this working copy's.
$ErrorActionPreference = 'Stop'

$invariant = [Globalization.CultureInfo]::InvariantCulture

function Exit-WithReason([int] $Code, [string] $Reason) {
    [Console]::Error.WriteLine("ci-gate: $Reason")
    exit $Code
}

# A number as JSON has it, whatever the culture.
function Format-Number($Number) {
    if ($Number -is [double]) { return $Number.ToString('R', $invariant) }
    return [Convert]::ToString($Number, $invariant)
}

$synopsis = 'scripts/ci-gate.ps1 CONFIG [options of gan train ...]'
if ($args.Count -eq 0 -or -not [string] $args[0]) { Exit-WithReason 2 "which config? $synopsis" }
$config = [string] $args[0]
if ($config.StartsWith('-')) { Exit-WithReason 2 "the config comes first: $synopsis, not '$config'" }

$options = @()
$bounds = @()
for ($i = 1; $i -lt $args.Count; $i++) {
    $option = [string] $args[$i]
    if ($option -cnotin '--min', '--max') {
        $options += $option
        continue
    }
    $i++
    $bound = ''
    if ($i -lt $args.Count) { $bound = [string] $args[$i] }
    $value = 0.0
    if ($bound -cnotmatch '^([a-z0-9-]+)=(-?[0-9.]+(e-?[0-9]+)?)$' -or
        -not [double]::TryParse($Matches[2], [Globalization.NumberStyles]::Float, $invariant, [ref] $value)) {
        Exit-WithReason 2 "$option takes METRIC=VALUE, for instance hq=0.9, not '$bound'"
    }
    $bounds += @{ Kind = $option; Metric = ($bound -split '=', 2)[0]; Value = $value }
}

$gan = Join-Path $PSScriptRoot 'gan.ps1'
if ($env:GAN) { $gan = $env:GAN }
# An error of gan's own has said what is wrong; the job ends with its exit code.
$text = & $gan train --config $config --json --quiet @options
if ($LASTEXITCODE -ne 0) { exit $LASTEXITCODE }
$result = ($text -join "`n") | ConvertFrom-Json

$folder = $result.folder
$modes = $result.metrics.modes
$watch = $result.watch
if ($modes) {
    $noun = 'modes'
    if ($modes.total -eq 1) { $noun = 'mode' }
    $held = "$(Format-Number $modes.value) of $(Format-Number $modes.total) $noun held"
    if ($modes.value -lt $modes.total) { Exit-WithReason 3 "$held ($folder)" }
}
elseif ($watch) {
    $held = "watch: $($watch.all -join ', '), $([string]::Format($invariant, '{0:0}%', 100 * $watch.uncovered)) of the data uncovered"
    if ($watch.all -notcontains 'healthy') { Exit-WithReason 3 "$held ($folder)" }

    # Of some data a blob would be called healthy, too; then another metric has to tell the generator from one.
    $told = @($result.metrics.PSObject.Properties.Value | Where-Object { $_.'beats-uninformed' -is [bool] -and $_.'beats-uninformed' })
    $isBlobs = $watch.'beats-uninformed' -is [bool] -and -not $watch.'beats-uninformed'
    if ($isBlobs -and $told.Count -eq 0) { Exit-WithReason 3 "$held, but no better than a featureless blob ($folder)" }
}
else {
    Exit-WithReason 2 "$config measures no modes and is not watched: the gate needs the metric mode-coverage or the collapse watch"
}

# Of modes that lie close together a blob holds all too; then the share of samples on modes has to tell it from one.
$beaten = @($modes, $result.metrics.hq | Where-Object { -not ($_ -and $_.'beats-uninformed' -is [bool] -and -not $_.'beats-uninformed') })
if ($modes -and $beaten.Count -eq 0) { Exit-WithReason 3 "$held, but no better than a featureless blob ($folder)" }

# Why a bound is not kept; a metric that was not measured keeps none.
$broken = @(foreach ($bound in $bounds) {
    $value = $null
    $metric = $result.metrics.PSObject.Properties[$bound.Metric]
    if ($metric) { $value = $metric.Value.value }
    $limit = Format-Number $bound.Value
    if ($null -eq $value) {
        $measured = @($result.metrics.PSObject.Properties.Name | Sort-Object) -join ', '
        "$($bound.Metric) was not measured: there are $measured"
    }
    elseif ($bound.Kind -eq '--min' -and $value -lt $bound.Value) { "$($bound.Metric) is $(Format-Number $value), under $limit" }
    elseif ($bound.Kind -eq '--max' -and $value -gt $bound.Value) { "$($bound.Metric) is $(Format-Number $value), over $limit" }
})
if ($broken.Count -gt 0) { Exit-WithReason 3 "$held, but $($broken -join '; ') ($folder)" }

$share = ''
if ($result.metrics.hq) { $share = [string]::Format($invariant, ', {0:0.#}% on a mode', 100 * $result.metrics.hq.value) }
Write-Output "ci-gate: $held$share ($folder)"
exit 0
