using System.Text.Json;

namespace Portal.Core.Jobs;

/// <summary>The words for what Core has as enums, as the API and YAML spell them.</summary>
public static class JobWords
{
    /// <summary>ExactlyOnce is exactly-once.</summary>
    public static string Word<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.KebabCaseLower.ConvertName(value.ToString());

    /// <summary>Whether upgrades are rehearsed; null: by what the job is.</summary>
    public static string Rehearsal(bool? isWanted) =>
        isWanted switch
        {
            null => "where it is critical and exactly-once",
            true => "on",
            false => "off",
        };

    /// <summary>What suspending a job and starting it again does with its state.</summary>
    public static string Suspending(JobUpgradeMode mode) =>
        mode switch
        {
            JobUpgradeMode.LastState =>
                "Suspending it takes no savepoint: it goes on from its newest checkpoint, and what it wrote since then is written again unless it writes exactly once.",
            JobUpgradeMode.Stateless =>
                "Suspending it makes a savepoint, which its next start leaves aside: its upgrade mode is stateless, so its state is lost then.",
            _ => "Suspending it makes a savepoint first, and repeats nothing.",
        };
}
