namespace Portal.Web.Features.Jobs.Fields;

/// <summary>Which upgrades of a job are rehearsed.</summary>
public enum RehearsalChoice
{
    /// <summary>Those of a critical job that is exactly-once.</summary>
    ByCriticality,
    Always,
    Never,
}

/// <summary>A choice as a job's spec has it.</summary>
internal static class RehearsalChoices
{
    public static RehearsalChoice Of(bool? wanted) =>
        wanted switch
        {
            null => RehearsalChoice.ByCriticality,
            true => RehearsalChoice.Always,
            false => RehearsalChoice.Never,
        };

    public static bool? Wanted(RehearsalChoice choice) =>
        choice switch
        {
            RehearsalChoice.ByCriticality => null,
            _ => choice == RehearsalChoice.Always,
        };
}
