using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;

namespace Portal.Engines.Flink;

/// <inheritdoc cref="IFlinkJars"/>
internal sealed class FlinkJars(FlinkCalls rest) : IFlinkJars
{
    private const string Twice = "already been submitted";
    private const string NotThere = "does not exist";
    private const string NoJob = "No jobs included in application";
    private const string MoreThanOne = "more than one execute";

    // What a class loader or Flink says of a program that it can't begin to run.
    private static readonly string[] OfProgram = ["entry point class", "main(String[])", "program's", "jar file"];

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
        if (!answer.IsFine && !answer.Words.Contains(NotThere, StringComparison.Ordinal))
        {
            throw rest.Refused(answer, "delete the JAR");
        }
    }

    public async Task<string> Run(string jar, ProgramSubmission submission, ActBefore deadline, CancellationToken stop)
    {
        if (submission.Secrets.Length > 0 && rest.IsExposed)
        {
            throw new EngineException(
                EngineFault.Final,
                $"{rest.What} is reached without TLS, and its program gets secrets. Set its REST address to https://, as Flink's security.ssl.rest.enabled offers it."
            );
        }

        var body = new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["jobId"] = submission.JobId,
            ["entryClass"] = submission.Program.EntryClass,
            ["programArgsList"] = submission.Arguments,
            ["parallelism"] = submission.Definition.Parallelism,
            ["savepointPath"] = submission.From,
            ["allowNonRestoredState"] = false,
            ["flinkConfiguration"] = JobSettings.Of(submission.Name, submission.Definition),
        };
        var sent = body.Where(field => field.Value is not null).ToDictionary(field => field.Key, field => field.Value);
        var answer = await rest.Act(
            HttpMethod.Post,
            $"jars/{Uri.EscapeDataString(jar)}{FlinkCalls.RunsProgram}",
            sent,
            deadline,
            stop
        );
        return answer.IsFine ? FlinkJson.Text(answer.Body, "jobid") : throw Failed(answer, submission);
    }

    private EngineException Failed(FlinkAnswer answer, ProgramSubmission submission)
    {
        var words = submission.Masked(answer.Words);
        if (Mentions(words, Twice))
        {
            return new(EngineFault.Final, $"{rest.What} runs job {submission.JobId} already.")
            {
                IsThereAlready = true,
            };
        }

        if (answer.Status == HttpStatusCode.InternalServerError && Mentions(words, NotThere))
        {
            return new(EngineFault.Transient, $"The JAR was deleted at {rest.What} before it was run.");
        }

        if (answer.Status == HttpStatusCode.InternalServerError && !OfProgram.Any(part => Mentions(words, part)))
        {
            return new(EngineFault.Unknown, $"{rest.What} failed: {words.TrimEnd('.')}.");
        }

        return new(
            EngineFault.Final,
            Mentions(words, NoJob) ? "The program's main() ended without starting a job: it has to call execute() once."
                : Mentions(words, MoreThanOne)
                    ? "The program's main() starts more than one job. A JAR runs one: call execute() once, or request a job for each."
                : $"The program's main() failed: {words.TrimEnd('.')}."
        );
    }

    private static bool Mentions(string words, string part) => words.Contains(part, StringComparison.OrdinalIgnoreCase);

    private static string Name(string digest) => $"portal-{digest}.jar";
}
