using System.Globalization;
using System.Net;

namespace Portal.Engines.Flink;

/// <summary>
/// Takes a savepoint of a job, which is stopped with it or goes on, and waits for it. Flink knows a request again by its id for as long as the job lives, a failed one too: so
/// each try after a failed one has an id of its own, in the order of tries.
/// </summary>
internal sealed class SavepointTaking(FlinkCalls rest, JobSavepoint savepoint, TimeProvider clock)
{
    private const int MostTries = 0x10000;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    // What takes longer is looked at again later: whoever waits does nothing else, and the lease that bounds the act is renewed meanwhile.
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(20);

    /// <param name="target">The folder of its savepoint; null when Flink has none for savepoints.</param>
    /// <param name="stops">The job ends with it.</param>
    public async Task Go(string? target, bool stops, ActBefore deadline, CancellationToken stop)
    {
        if (target is null)
        {
            throw new EngineException(
                EngineFault.Final,
                $"{rest.What} has no folder for savepoints. Set execution.checkpointing.savepoint-dir in its configuration."
            );
        }

        var (request, progress, _) = await Newest(stop);
        if (progress == OperationProgress.Unknown)
        {
            await (stops ? Stop(request, target, deadline, stop) : Take(request, target, deadline, stop));
        }

        await Wait(request, deadline, stop);
    }

    /// <summary>Whether Flink is still at it.</summary>
    public async Task<bool> IsUnderWay(CancellationToken stop) =>
        (await Newest(stop)).Progress == OperationProgress.UnderWay;

    private async Task Take(string request, string target, ActBefore deadline, CancellationToken stop)
    {
        // Here the names of its fields have hyphens; those of a stop have none.
        var body = new Dictionary<string, object>(StringComparer.Ordinal)
        {
            ["target-directory"] = target,
            ["cancel-job"] = false,
            ["formatType"] = "CANONICAL",
            ["triggerId"] = request,
        };
        var answer = await rest.Act(HttpMethod.Post, $"jobs/{savepoint.JobId}/savepoints", body, deadline, stop);
        rest.Good(answer, $"take a savepoint of job {savepoint.JobId}");
    }

    private async Task Stop(string request, string target, ActBefore deadline, CancellationToken stop)
    {
        var body = new
        {
            targetDirectory = target,
            drain = false,
            formatType = "CANONICAL",
            triggerId = request,
        };
        var answer = await rest.Act(HttpMethod.Post, $"jobs/{savepoint.JobId}/stop", body, deadline, stop);
        rest.Good(answer, $"stop {savepoint.Name}");
    }

    private async Task Wait(string request, ActBefore deadline, CancellationToken stop)
    {
        var began = clock.GetTimestamp();
        while (deadline.Left() > TimeSpan.Zero && clock.GetElapsedTime(began) < LongestWait)
        {
            var (progress, words) = await Of(request, stop);
            switch (progress)
            {
                case OperationProgress.Done:
                    return;
                case OperationProgress.Unknown:
                    throw new EngineException(
                        EngineFault.Unknown,
                        $"{rest.What} no longer has the request for a savepoint of {savepoint.Name}."
                    );
                case OperationProgress.Failed:
                    throw new EngineException(
                        FlinkFaults.IsNotReady(words) ? EngineFault.Transient : EngineFault.Final,
                        $"The savepoint of {savepoint.Name} failed: {words.TrimEnd('.')}."
                    );
                default:
                    await Task.Delay(Pause, clock, stop);
                    break;
            }
        }

        throw new EngineException(EngineFault.Transient, $"The savepoint of {savepoint.Name} is still being written.");
    }

    /// <summary>The first request that hasn't failed: one that Flink has, or the next to be sent.</summary>
    private async Task<(string Request, OperationProgress Progress, string Words)> Newest(CancellationToken stop)
    {
        for (var attempt = 0; attempt < MostTries; attempt++)
        {
            var request = Id(attempt);
            if (await Of(request, stop) is var (progress, words) && progress != OperationProgress.Failed)
            {
                return (request, progress, words);
            }
        }

        throw new EngineException(
            EngineFault.Final,
            $"No savepoint of {savepoint.Name} could be taken in {MostTries:N0} tries."
        );
    }

    private string Id(int attempt) =>
        attempt == 0
            ? savepoint.Mark
            : string.Create(CultureInfo.InvariantCulture, $"{savepoint.Mark[..^4]}{attempt:x4}");

    private async Task<(OperationProgress Progress, string Words)> Of(string request, CancellationToken stop)
    {
        var answer = await rest.Ask($"jobs/{savepoint.JobId}/savepoints/{request}", stop);
        return answer.Status == HttpStatusCode.NotFound
            ? (OperationProgress.Unknown, "")
            : FlinkOperation.Read(rest.Good(answer, "show the progress of the savepoint"));
    }
}
