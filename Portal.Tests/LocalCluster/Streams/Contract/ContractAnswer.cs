using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using Portal.Tests.Kit;

namespace Portal.Tests.LocalCluster.Streams.Contract;

/// <summary>What was answered to one request.</summary>
/// <param name="Request">Without what is another each time: <c>GET /jobs/{job}/plan</c>.</param>
/// <param name="Status">HTTP's, and where it refuses, the class of Flink's exception.</param>
/// <param name="Shape">See <see cref="JsonShape"/>.</param>
internal sealed partial record ContractAnswer(string Request, string Status, SortedDictionary<string, string> Shape)
{
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
        return new(request, $"{(int)status} {refusal}".TrimEnd(), JsonShape.Of(body));
    }

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
