using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using Portal.Tests.Kit;

namespace Portal.Tests.LocalCluster.Streams.Contract;

/// <summary>What was answered to one request.</summary>
/// <param name="Request">Without what is another each time: <c>GET /jobs/{job}/plan</c>.</param>
/// <param name="Status">HTTP's, and where it refuses, the class of Flink's exception.</param>
/// <param name="Shape">See <see cref="JsonShape"/>; where metrics are listed, their names too; of a table that is described, its rows.</param>
internal sealed partial record ContractAnswer(string Request, string Status, SortedDictionary<string, string> Shape)
{
    /// <summary>What stands before the name of a metric in a shape.</summary>
    public const string Metric = "[] ";

    private static string File =>
        Path.Combine(Repository.Root, "Portal.Tests", "LocalCluster", "Streams", "Recorded", "contract.txt");

    /// <summary>What Flink 2.2 answered, from <c>Portal.Tests/LocalCluster/Streams/Recorded/contract.txt</c>.</summary>
    public static IReadOnlyList<ContractAnswer> Recorded =>
        [
            .. System
                .IO.File.ReadAllText(File)
                .Split("\n\n", StringSplitOptions.RemoveEmptyEntries)
                .Select(block => block.Split('\n', StringSplitOptions.RemoveEmptyEntries))
                .Select(lines => new ContractAnswer(lines[0], lines[1], Read(lines[2..]))),
        ];

    public static void Record(IEnumerable<ContractAnswer> answers) =>
        System.IO.File.WriteAllText(
            File,
            string.Join(
                '\n',
                answers.Select(a =>
                    $"{a.Request}\n{a.Status}\n{string.Concat(a.Shape.Select(s => $"{s.Key} {s.Value}\n"))}"
                )
            )
        );

    public static ContractAnswer Of(string request, HttpStatusCode status, JsonElement body)
    {
        var refusal =
            body.ValueKind == JsonValueKind.Object && body.TryGetProperty("errors", out var errors)
                ? ExceptionName().Match(errors[errors.GetArrayLength() - 1].GetString()!).Value
                : "";
        var shape = JsonShape.Of(body);
        foreach (var name in Metrics(request, body))
        {
            shape[$"{Metric}{name}"] = "metric";
        }

        foreach (var row in Described(request, body))
        {
            shape[row] = "row";
        }

        return new(request, $"{(int)status} {refusal}".TrimEnd(), shape);
    }

    // Of a table, its columns are the answer.
    private static IEnumerable<string> Described(string request, JsonElement body) =>
        request.Contains("result of DESCRIBE", StringComparison.Ordinal)
            ? body.GetProperty("results")
                .GetProperty("data")
                .EnumerateArray()
                .Select(row => string.Join('|', row.GetProperty("fields").EnumerateArray()))
            : [];

    // Without the operators' names, which stand before those of their own.
    private static IEnumerable<string> Metrics(string request, JsonElement body) =>
        request.Contains("/metrics", StringComparison.Ordinal) && body.ValueKind == JsonValueKind.Array
            ? body.EnumerateArray()
                .Select(metric => metric.GetProperty("id").GetString()!)
                .Select(id => id[(id.LastIndexOf('.') + 1)..])
            : [];

    /// <summary>What this answer has otherwise than Flink's.</summary>
    public IEnumerable<string> Differences(ContractAnswer flinks) =>
        (Status == flinks.Status ? [] : new[] { $"{Status}, not {flinks.Status}" })
            .Concat(JsonShape.Differences(Shape, flinks.Shape))
            .Select(difference => $"{Request}: {difference}");

    private static SortedDictionary<string, string> Read(string[] lines) =>
        new(
            lines
                .Select(line => (At: line.LastIndexOf(' '), Line: line))
                .ToDictionary(l => l.Line[..l.At], l => l.Line[(l.At + 1)..]),
            StringComparer.Ordinal
        );

    [GeneratedRegex(@"[a-z]+(\.[a-z]+)+\.[A-Z]\w*", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ExceptionName();
}
