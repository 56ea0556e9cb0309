using System.Net;

namespace Portal.Engines.Flink;

/// <summary>
/// Deletes one savepoint. Flink gives the request its id, so one whose answer is lost is sent again: what is deleted by then isn't found, and is
/// as wanted.
/// </summary>
internal sealed class SavepointDeletion(FlinkCalls rest, TimeProvider clock)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    // What takes longer is looked at again later: whoever waits does nothing else, and the lease that bounds the act is renewed meanwhile.
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(20);
    private static readonly string[] NotThere = ["Cannot find checkpoint or savepoint", "Cannot find meta data file"];

    /// <returns>Why it could not be deleted; null when it is.</returns>
    public async Task<string?> Go(string path, ActBefore deadline, CancellationToken stop)
    {
        var body = new Dictionary<string, string>(StringComparer.Ordinal) { ["savepoint-path"] = path };
        var answer = await rest.Act(HttpMethod.Post, "savepoint-disposal", body, deadline, stop);
        var request = FlinkJson.Text(rest.Good(answer, $"delete {path}"), "request-id");
        var began = clock.GetTimestamp();
        while (deadline.Left() > TimeSpan.Zero && clock.GetElapsedTime(began) < LongestWait)
        {
            var (progress, words) = await Of(request, stop);
            switch (progress)
            {
                case OperationProgress.Done:
                    return null;
                case OperationProgress.Failed:
                    return Array.Exists(NotThere, n => words.Contains(n, StringComparison.Ordinal)) ? null : words;
                case OperationProgress.Unknown:
                    throw new EngineException(
                        EngineFault.Unknown,
                        $"{rest.What} no longer has the request to delete {path}."
                    );
                default:
                    await Task.Delay(Pause, clock, stop);
                    break;
            }
        }

        throw new EngineException(EngineFault.Transient, $"{path} is still being deleted.");
    }

    private async Task<(OperationProgress Progress, string Words)> Of(string request, CancellationToken stop)
    {
        var answer = await rest.Ask($"savepoint-disposal/{request}", stop);
        return answer.Status == HttpStatusCode.NotFound
            ? (OperationProgress.Unknown, "")
            : FlinkOperation.Read(rest.Good(answer, "show the progress of the deletion"));
    }
}
