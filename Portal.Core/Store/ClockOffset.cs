using Npgsql;
using Portal.Core.Wording;

namespace Portal.Core.Store;

/// <summary>How far this process's clock is from the store's, at least: what a question took counts for neither.</summary>
/// <param name="Ahead">Negative: it is behind.</param>
public readonly record struct ClockOffset(TimeSpan Ahead)
{
    private static readonly TimeSpan Tolerated = TimeSpan.FromSeconds(5);

    /// <summary>So far that somebody has to look at it.</summary>
    public bool IsOff => Ahead.Duration() > Tolerated;

    // A question takes some milliseconds: 10 min are not to read as 9 min 59 s.
    private string Span => Age.InWords(TimeSpan.FromSeconds(Math.Round(Ahead.TotalSeconds)));

    /// <summary>"10 min behind".</summary>
    public string InWords => $"{Span} {(Ahead < TimeSpan.Zero ? "behind" : "ahead")}";

    /// <summary>What it comes to, and what to do.</summary>
    public string Complaint =>
        $"This host's clock is {Span} {(Ahead < TimeSpan.Zero ? "behind the store's: access, roles and sessions end as much too late" : "ahead of the store's: access, roles and sessions end as much too early")}. Synchronize both hosts' clocks.";

    /// <exception cref="NpgsqlException">The store doesn't answer.</exception>
    public static async Task<ClockOffset> Read(NpgsqlDataSource store, TimeProvider clock, CancellationToken stop)
    {
        await using var connection = await store.OpenConnectionAsync(stop);
        await using var command = new NpgsqlCommand("select clock_timestamp()", connection);
        var before = clock.GetUtcNow();
        var there = new DateTimeOffset((DateTime)(await command.ExecuteScalarAsync(stop))!);
        var after = clock.GetUtcNow();
        return new(
            there < before ? before - there
            : there > after ? after - there
            : TimeSpan.Zero
        );
    }
}
