using System.Collections.Concurrent;
using System.Collections.Immutable;
using Portal.LocalCluster.Streams.Planning;
using Portal.LocalCluster.Streams.Types;

namespace Portal.LocalCluster.Streams.Jobs;

public sealed partial class StreamJob
{
    private void Fail(Exception fault, string state)
    {
        var now = NowMs;
        var (name, words) = JobFault.Of(fault);
        var failure = new FailureRecord(now, name, words, Vertices is [var first, ..] ? first.Name : "");
        var record = _record.In(state, now);
        Keep(
            record with
            {
                Failures = [failure, .. record.Failures.Take(MostFailuresKept - 1)],
                Restarts = record.Restarts + (state == JobStates.Restarting ? 1 : 0),
            }
        );
        while (_savepoints.TryDequeue(out var request))
        {
            request.Done(words);
        }
    }

    private void Keep(JobRecord record)
    {
        _record = record;
        try
        {
            _store?.Save(record);
        }
        catch (IOException)
        {
            // A full disk: what is on it is older, and the checkpoints, which count, are not.
        }
    }
}
