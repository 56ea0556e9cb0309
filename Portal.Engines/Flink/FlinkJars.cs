using System.Collections.Immutable;
using System.Net.Http.Headers;
using System.Text.Json;
using Portal.Core.Jobs.Upgrades;

namespace Portal.Engines.Flink;

/// <inheritdoc cref="IFlinkJars"/>
internal sealed class FlinkJars(FlinkCalls rest) : IFlinkJars
{
    /// <summary>A JAR of 200 MiB takes a while. It may arrive twice: it is the same, and nothing of it runs by itself.</summary>
    private static readonly TimeSpan UploadWithin = TimeSpan.FromMinutes(10);

    // Flink says it under the name of the button in its own pages.
    public async Task<string?> Refusal(CancellationToken stop)
    {
        var body = rest.Good(await rest.Ask("config", stop), "show what it offers");
        var takes =
            body.TryGetProperty("features", out var features)
            && features.TryGetProperty("web-submit", out var submit)
            && submit.ValueKind == JsonValueKind.True;
        return takes
            ? null
            : $"{rest.What} takes no JARs: a job of a JAR needs real Flink, with web.submit.enable: true. Choose another cluster, or write the job in SQL.";
    }

    public async Task<string?> Find(string digest, CancellationToken stop) =>
        FlinkJson
            .List(rest.Good(await rest.Ask("jars", stop), "list its JARs"), "files")
            .Where(file => FlinkJson.Text(file, "name") == Name(digest))
            .Select(file => FlinkJson.Text(file, "id"))
            .Order(StringComparer.Ordinal)
            .FirstOrDefault();

    public async Task<string> Upload(string digest, Stream content, CancellationToken stop)
    {
        using var file = new StreamContent(content);
        file.Headers.ContentType = new MediaTypeHeaderValue("application/java-archive");
        using var form = new MultipartFormDataContent { { file, "jarfile", Name(digest) } };
        var answer = await rest.Send(HttpMethod.Post, "jars/upload", form, UploadWithin, stop);
        var path = FlinkJson.Text(rest.Good(answer, "take the JAR"), "filename");
        return path[(path.LastIndexOf('/') + 1)..];
    }

    public async Task Delete(string id, ActBefore deadline, CancellationToken stop)
    {
        var answer = await rest.Act(HttpMethod.Delete, $"jars/{Uri.EscapeDataString(id)}", null, deadline, stop);
        if (!answer.IsFine && !answer.Words.Contains(ProgramCalls.NotThere, StringComparison.Ordinal))
        {
            throw rest.Refused(answer, "delete the JAR");
        }
    }

    public Task<string> Run(string jar, ProgramSubmission submission, ActBefore deadline, CancellationToken stop) =>
        new ProgramCalls(rest, jar, submission).Run(deadline, stop);

    public Task<ImmutableArray<ProgramOperator>> Operators(
        string jar,
        ProgramSubmission submission,
        bool areChained,
        ActBefore deadline,
        CancellationToken stop
    ) => new ProgramCalls(rest, jar, submission).Operators(areChained, deadline, stop);

    private static string Name(string digest) => $"portal-{digest}.jar";
}
