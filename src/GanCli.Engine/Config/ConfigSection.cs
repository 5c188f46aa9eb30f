namespace GanCli.Engine.Config;

/// <summary>A mapping of the configuration as an immutable record: every property with a public <c>init</c> setter and an
/// <see cref="OptionAttribute"/> is one key.</summary>
public abstract record ConfigSection
{
    /// <summary>Checks what single ranges cannot express. Called after binding, only when every key of this section bound.</summary>
    public virtual void Validate(ConfigCheck check)
    {
    }

    internal ConfigSection Copy() => this with { };
}

/// <summary>A section that is one of several kinds, chosen by its <c>kind:</c> key.</summary>
public abstract record ComponentConfig : ConfigSection
{
    /// <summary>Why it cannot work in this experiment and the way out, or null when it can.</summary>
    public virtual string? Conflict(ExperimentConfig experiment) => null;

    /// <summary>Why it is doubtful in this experiment, although it runs, or null when it is not.</summary>
    public virtual string? Warning(ExperimentConfig experiment) => null;
}

/// <summary>Collects the faults that a section finds in itself; the loader adds file, line and column.</summary>
public sealed class ConfigCheck
{
    private readonly List<(string Key, string Message)> _faults = [];

    public IReadOnlyList<(string Key, string Message)> Faults => _faults;

    /// <summary>Reports a fault.</summary>
    /// <param name="key">The path of the faulty key below the section, for instance <c>modes</c> or <c>generator.widths</c>; empty for
    /// the section as a whole.</param>
    /// <param name="message">What is wrong and what to do, without a full stop.</param>
    public void Fail(string key, string message) => _faults.Add((key, message));
}
