namespace Portal.Core.Resources;

public enum CheckVerdict
{
    Passed,
    Noted,
    NeedsOverride,
    Blocked,
    Unknown,
}

/// <summary>What a check finds, before it is stored beside its plan.</summary>
public sealed record Finding(string Name, CheckVerdict Verdict, string Words);
