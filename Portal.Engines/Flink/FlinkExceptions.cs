using System.Net;
using Portal.Core.Jobs;

namespace Portal.Engines.Flink;

/// <summary>
/// A run's newest exceptions. Each comes with those of all subtasks that failed with it, so those of a run of many subtasks may be more than is read: then only
/// some of them are asked for.
/// </summary>
internal static class FlinkExceptions
{
    private const int FewerOfThem = 5;

    public static async Task<IReadOnlyList<JobException>> Read(FlinkCalls rest, string jobId, CancellationToken stop)
    {
        var path = $"jobs/{jobId}/exceptions";
        try
        {
            return await Ask(rest, path, stop);
        }
        catch (EngineException all) when (IsTooLong(all))
        {
            return await Ask(rest, $"{path}?maxExceptions={FewerOfThem}", stop);
        }
    }

    private static bool IsTooLong(EngineException answer) =>
        answer.InnerException is HttpRequestException { HttpRequestError: HttpRequestError.ConfigurationLimitExceeded };

    private static async Task<IReadOnlyList<JobException>> Ask(FlinkCalls rest, string path, CancellationToken stop)
    {
        var answer = await rest.Ask(path, stop);
        return answer.Status == HttpStatusCode.NotFound
            ? []
            : [.. FlinkJson.Exceptions(rest.Good(answer, $"answer {path}"))];
    }
}
