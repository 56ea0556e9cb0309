using System.Collections.Immutable;
using System.Net;
using System.Text.Json;
using Portal.Core.Jobs.Upgrades;

namespace Portal.Engines.Flink;

/// <summary>Has Flink run the main() of a program.</summary>
internal sealed class ProgramCalls(FlinkCalls rest, string jar, ProgramSubmission submission)
{
    /// <summary>What Flink says of a JAR that it doesn't have.</summary>
    public const string NotThere = "does not exist";
    private const string Twice = "already been submitted";
    private const string NoJob = "No jobs included in application";
    private const string MoreThanOne = "more than one execute";

    // What a class loader or Flink says of a program that it can't begin to run.
    private static readonly string[] OfProgram = ["entry point class", "main(String[])", "program's", "jar file"];

    private readonly FlinkCalls _rest = rest.Hiding(submission.Hidden);

    /// <inheritdoc cref="IFlinkJars.Run"/>
    public async Task<string> Run(ActBefore deadline, CancellationToken stop)
    {
        Protect();
        var body = new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["jobId"] = submission.JobId,
            ["savepointPath"] = submission.From,
            ["allowNonRestoredState"] = false,
            // Whatever the cluster is set to: a savepoint that is claimed is deleted once later checkpoints replace it, and is the way back.
            ["claimMode"] = submission.From is null ? null : "NO_CLAIM",
        };
        var settings = JobSettings.Of(submission);
        var answer = await Call(FlinkCalls.RunsProgram, settings, body, deadline, stop);
        return FlinkJson.Text(answer.Body, "jobid");
    }

    /// <inheritdoc cref="IFlinkJars.Operators"/>
    public async Task<ImmutableArray<ProgramOperator>> Operators(
        bool areChained,
        ActBefore deadline,
        CancellationToken stop
    )
    {
        Protect();
        var settings = JobSettings.Of(submission);
        if (!areChained)
        {
            settings["pipeline.operator-chaining.enabled"] = "false";
        }

        var answer = await Call(FlinkCalls.PlansProgram, settings, [], deadline, stop);
        ImmutableArray<ProgramOperator> operators = [.. FlinkJson.PlanNodes(answer.Body).Select(Operator)];
        return operators.IsEmpty
            ? throw new EngineException(EngineFault.Final, $"{_rest.What} shows no operators of the program's job.")
            : operators;
    }

    // A program can name an operator as it likes, by a secret too.
    private ProgramOperator Operator(JsonElement node)
    {
        var name = FlinkJson.Text(node, "description").Replace("<br/>", "", StringComparison.Ordinal);
        return new(FlinkJson.Text(node, "id"), EngineText.Name(FlinkTrace.Masked(name, submission.Hidden)));
    }

    private void Protect()
    {
        if (submission.Secrets.Length > 0 && _rest.IsExposed)
        {
            throw new EngineException(
                EngineFault.Final,
                $"{_rest.What} is reached without TLS, and its program gets secrets. Set its REST address to https://, as Flink's security.ssl.rest.enabled offers it."
            );
        }
    }

    private async Task<FlinkAnswer> Call(
        string what,
        Dictionary<string, string> settings,
        Dictionary<string, object?> body,
        ActBefore deadline,
        CancellationToken stop
    )
    {
        body["entryClass"] = submission.Program.EntryClass;
        body["programArgsList"] = submission.Arguments;
        body["parallelism"] = submission.Definition.Parallelism;
        body["flinkConfiguration"] = settings;
        var sent = body.Where(field => field.Value is not null).ToDictionary(field => field.Key, field => field.Value);
        var answer = await _rest.Act(HttpMethod.Post, $"jars/{Uri.EscapeDataString(jar)}{what}", sent, deadline, stop);
        return answer.IsFine ? answer : throw Failed(answer);
    }

    private EngineException Failed(FlinkAnswer answer)
    {
        var words = answer.Words;
        if (Mentions(words, Twice))
        {
            return new(EngineFault.Final, $"{_rest.What} runs job {submission.JobId} already.")
            {
                IsThereAlready = true,
            };
        }

        if (answer.Status == HttpStatusCode.InternalServerError && Mentions(words, NotThere))
        {
            return new(EngineFault.Transient, $"The JAR was deleted at {_rest.What} before it was run.");
        }

        if (answer.Status == HttpStatusCode.InternalServerError && !OfProgram.Any(part => Mentions(words, part)))
        {
            return new(EngineFault.Unknown, $"{_rest.What} failed: {words.TrimEnd('.')}.");
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
}
