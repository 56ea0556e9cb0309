using Npgsql;
using Portal.Core;
using Portal.Core.Health;
using Portal.Core.Health.Readings;
using Portal.Core.Resources;

namespace Portal.Workers.Collecting;

/// <summary>The collector's side of the store: what it remembers, what it writes, and the turn of the hours in between.</summary>
internal sealed partial class CollectorStore(
    NpgsqlDataSource store,
    string owner,
    JobReads jobReads,
    TimeProvider clock,
    ILogger log
)
{
    // Each try to drop holds up everybody who reads or writes packs for as long as it waits itself.
    private static readonly TimeSpan TurnAgainAfter = TimeSpan.FromMinutes(5);
    private readonly CollectorStateLoader _loader = new(store, jobReads);
    private readonly CycleWriter _writer = new(store, owner);
    private DateTimeOffset _turnAt = DateTimeOffset.MinValue;

    /// <returns>The state, the cluster's name, its own id as it was registered, and when its newest stored cycle read its figures.</returns>
    public async Task<(CollectorState State, string Name, string? EngineId, DateTimeOffset? CycleAt)> Load(
        ClusterId cluster,
        TrackedBrokers brokers,
        LagLimits limits,
        CancellationToken stop
    )
    {
        await using var command = store.CreateCommand(
            """
            select k.engine_id, c.brokers, c.members_at, k.name, c.settings_at, c.history_at, c.cycle_at
            from cluster k join collector c on c.cluster_id = k.id where k.id = $1
            """
        );
        command.Parameters.AddWithValue(cluster.Value);
        var name = "";
        string? engineId = null;
        DateTimeOffset? membersAt = null;
        DateTimeOffset? settingsAt = null;
        DateTimeOffset? historyAt = null;
        DateTimeOffset? cycleAt = null;
        await using (var reader = await command.ExecuteReaderAsync(stop))
        {
            if (await reader.ReadAsync(stop))
            {
                engineId = reader.IsDBNull(0) ? null : reader.GetString(0);
                name = reader.GetString(3);
                brokers.Recall(reader.GetString(1));
                membersAt = reader.IsDBNull(2) ? null : reader.GetFieldValue<DateTimeOffset>(2);
                settingsAt = reader.IsDBNull(4) ? null : reader.GetFieldValue<DateTimeOffset>(4);
                historyAt = reader.IsDBNull(5) ? null : reader.GetFieldValue<DateTimeOffset>(5);
                cycleAt = reader.IsDBNull(6) ? null : reader.GetFieldValue<DateTimeOffset>(6);
            }
        }

        var state = await _loader.Load(cluster, limits, stop);
        (state.MembersAt, state.SettingsAt, state.History.At) = (membersAt, settingsAt, historyAt);
        return (state, name, engineId, cycleAt);
    }

    /// <inheritdoc cref="CycleWriter.Write"/>
    public async Task<bool> Write(
        Holding holding,
        CollectorState state,
        CollectorChanges changes,
        Cycle cycle,
        CancellationToken stop
    )
    {
        await TurnHours(stop);
        return await _writer.Write(holding, state, changes, cycle, stop);
    }

    // Whoever keeps the table open keeps no reading from being written: this hour was made an hour ago. Where it wasn't,
    // the write says so itself.
    private async Task TurnHours(CancellationToken stop)
    {
        var now = clock.GetUtcNow();
        // Further ahead than an hour's end: the clock was set back, and the hour that it shows may not be there.
        if (now < _turnAt && _turnAt - now <= ReadingTier.Full.Part)
        {
            return;
        }

        _turnAt = ReadingHours.Of(now).AddHours(1);
        try
        {
            await ReadingPartitions.Make(store, now, stop);
            await ReadingPartitions.Drop(store, now, stop);
        }
        catch (PostgresException refused)
        {
            _turnAt = now + TurnAgainAfter;
            NotTurned(log, refused.MessageText, _turnAt);
        }
    }

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "Hours of readings were not created or dropped: {Why}. Tried again at {At:HH:mm:ss} UTC."
    )]
    private static partial void NotTurned(ILogger log, string why, DateTimeOffset at);
}
