using System.Collections.Concurrent;
using System.Collections.Immutable;
using Portal.LocalCluster.Streams.Jobs;

namespace Portal.LocalCluster.Streams.Gateway;

/// <summary>The sessions of the SQL Gateway. One that nobody uses ends by itself.</summary>
public sealed class GatewaySessions(StreamJobs jobs, TimeProvider time)
{
    private static readonly TimeSpan IdleTimeout = TimeSpan.FromMinutes(10);
    private readonly ConcurrentDictionary<string, GatewaySession> _sessions = new(StringComparer.Ordinal);

    /// <exception cref="Sql.SqlException">A property has a value that this runtime doesn't have.</exception>
    public string Open(IReadOnlyDictionary<string, string> properties)
    {
        foreach (var (key, value) in properties)
        {
            OptionRules.Check(key, value);
        }

        EndUnused();
        var all = Defaults(jobs.Store).ToImmutableDictionary(StringComparer.Ordinal).SetItems(properties);
        var handle = NewId.Session().ToString();
        _sessions[handle] = new GatewaySession(jobs, all, time);
        return handle;
    }

    /// <summary>Ends those that nobody used for longer than <see cref="IdleTimeout"/>, with what they run.</summary>
    public void EndUnused()
    {
        foreach (var (unused, session) in _sessions)
        {
            if (time.GetElapsedTime(session.UsedAt) > IdleTimeout)
            {
                Close(unused);
            }
        }
    }

    public GatewaySession? Find(string handle) => _sessions.GetValueOrDefault(handle);

    /// <summary>False when there is none.</summary>
    public bool Close(string handle)
    {
        var isThere = _sessions.TryRemove(handle, out var gone);
        gone?.CloseAll();
        return isThere;
    }

    /// <summary>The configuration that a JobManager shows.</summary>
    public static Dictionary<string, string> Defaults(JobStore store) =>
        new(StringComparer.Ordinal)
        {
            ["execution.checkpointing.dir"] = store.CheckpointsUri,
            ["execution.checkpointing.storage"] = "filesystem",
            ["execution.checkpointing.savepoint-dir"] = store.SavepointsUri,
            // Jobs are on the disk and start again with the process, and the ids of those that are over stay taken.
            ["high-availability.type"] = "local",
            ["job-result-store.delete-on-commit"] = "false",
            ["state.backend.type"] = "hashmap",
            ["parallelism.default"] = "1",
        };
}
