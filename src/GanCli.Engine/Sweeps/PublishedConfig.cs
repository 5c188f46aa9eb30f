using GanCli.Engine.Config;

namespace GanCli.Engine.Sweeps;

/// <summary>What stands in a publication, and so what agreeing with it is worth.</summary>
public enum PublishedKind
{
    /// <summary>Numbers that it prints.</summary>
    Printed,

    /// <summary>What it says in words or shows in pictures, as bounds that every run keeps.</summary>
    Claims,

    /// <summary>Numbers that nobody published: worked out here from what it describes. A test of the program, and no publication.</summary>
    ClosedForm,
}

/// <summary>What the ± of a published number is.</summary>
public enum PlusMinusKind
{
    /// <summary>The standard error of a mean over trials.</summary>
    StandardError,

    /// <summary>The standard deviation of one trial.</summary>
    Deviation,

    /// <summary>How far off a result may be, of what can be computed otherwise.</summary>
    Tolerance,
}

/// <summary>Where the published numbers of a sweep come from.</summary>
public sealed record PublishedConfig : ConfigSection
{
    [Option("Where the numbers stand: paper and table, or repository and file")]
    public string Source { get; init; } = "";

    [Option("What stands there: printed numbers; claims in words or pictures; or closed-form, numbers that were worked out here. Tables count them apart")]
    public PublishedKind? Kind { get; init; }

    [Option("What ± is: standard-error of a mean, deviation of one trial, or a tolerance")]
    public PlusMinusKind? PlusMinus { get; init; }

    [Option("Trials behind each number; null where nobody told", Min = 2)]
    public int? Trials { get; init; }

    public override void Validate(ConfigCheck check)
    {
        if (Source.Length == 0)
        {
            check.Fail("source", "has no value; say where the numbers stand");
        }

        if (Kind is null)
        {
            check.Fail("kind", "has no value; say what stands there: printed, claims or closed-form");
        }

        if (PlusMinus is { } kind && Kind is { } published && (kind == PlusMinusKind.Tolerance) != (published == PublishedKind.ClosedForm))
        {
            check.Fail("plus-minus", published == PublishedKind.ClosedForm ? "of what was computed is a tolerance"
                : "is a tolerance of what was computed only; printed numbers have a margin");
        }

        if (PlusMinus is PlusMinusKind.StandardError or PlusMinusKind.Deviation && Trials is null)
        {
            check.Fail("trials", "must be given: how many trials the ± is made of");
        }
    }
}

/// <summary>One outcome that was published of a point: a number, a bound that every run keeps, or words.</summary>
public sealed record ExpectConfig : ConfigSection
{
    /// <summary>Not an evaluated metric but √(sum of squared weights) of two players who log their weights: how far Dirac-GAN is from its
    /// equilibrium.</summary>
    public const string Distance = "distance";

    [Option("Metric at the end of training, for instance modes or hq; distance: of both players' weights from 0")]
    public string Metric { get; init; } = "";

    [Option("Published number; shares such as hq are fractions of 1")]
    public double? Value { get; init; }

    [Option("Its ±, of the kind that published.plus-minus names", Min = 0)]
    public double? PlusMinus { get; init; }

    [Option(
        "How far our mean may lie from a printed value and count as the same; default: 3 published standard errors, at least a tenth and at most half of the "
            + "gap between the file's highest and lowest value",
        Min = 0, MinExclusive = true)]
    public double? Margin { get; init; }

    [Option("Every run reaches it")]
    public double? AtLeast { get; init; }

    [Option("No run exceeds it")]
    public double? AtMost { get; init; }

    [Option("What was said in words or shown in a picture")]
    public string? Claim { get; init; }

    [Option("What to know beside the result: why it differs, say")]
    public string? Note { get; init; }

    public override void Validate(ConfigCheck check)
    {
        if (Metric.Length == 0)
        {
            check.Fail("metric", "has no value; say what was measured");
        }

        bool bound = AtLeast is not null || AtMost is not null;
        if (Value is null && !bound && Claim is null)
        {
            check.Fail("", "expects nothing: give value, at-least, at-most or claim");
        }
        else if (Value is not null && bound)
        {
            check.Fail("value", "is a mean, and at-least and at-most are about every run; give one or the other");
        }
        else if (PlusMinus is not null && Value is null)
        {
            check.Fail("plus-minus", "belongs to a value");
        }
        else if (Margin is not null && Value is null)
        {
            check.Fail("margin", "belongs to a value");
        }
        else if (AtLeast > AtMost)
        {
            check.Fail("at-least", "lies above at-most");
        }
    }

    /// <summary>Why it cannot stand in a file of a kind, or null.</summary>
    internal string? Misfit(PublishedKind kind) => kind switch
    {
        PublishedKind.Printed when Value is null => "expects no number where printed ones are published; give value, or set published.kind to claims",
        PublishedKind.Claims when Value is not null =>
            "expects a number where words and pictures are published; give at-least, at-most or claim, or set published.kind to printed",
        PublishedKind.ClosedForm when Value is null || PlusMinus is null =>
            "expects no number with a tolerance where closed forms are published; give value and plus-minus",
        PublishedKind.ClosedForm when Margin is not null => "has a margin beside its tolerance; leave it out",
        _ => null,
    };
}
