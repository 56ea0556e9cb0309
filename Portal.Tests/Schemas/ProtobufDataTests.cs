using System.Text.RegularExpressions;
using Portal.Schemas.Protobuf;
using Portal.Tests.Kit;

namespace Portal.Tests.Schemas;

/// <summary>What protoc writes by one schema it reads by another that is called compatible: no field that both have is passed over.</summary>
public sealed partial class ProtobufDataTests
{
    private const int Pairs = 150;

    private static readonly string[] Types =
    [
        "int32",
        "int64",
        "uint32",
        "uint64",
        "bool",
        "sint32",
        "sint64",
        "fixed32",
        "sfixed32",
        "fixed64",
        "sfixed64",
        "string",
        "bytes",
        "double",
    ];

    [LongFact]
    public async Task No_field_that_both_have_is_lost_by_a_schema_that_is_called_compatible()
    {
        var folder = Directory.CreateTempSubdirectory("portal-proto-").FullName;
        var held = 0;
        foreach (var seed in Enumerable.Range(1, Pairs))
        {
            var chance = new Random(seed);
            var written = Enumerable.Range(1, chance.Next(1, 5)).Select(number => Field.By(chance, number)).ToList();
            var read = Later(chance, written);
            var (before, after) = (Schema(written), Schema(read));
            if (ProtobufCompatibility.Unreadable(Parsed(after), Parsed(before)).Count > 0)
            {
                continue;
            }

            var decoded = await Decoded(folder, before, after, Message(chance, written));
            // protoc shows what the reader's schema passes over by its number.
            BareNumber()
                .Matches(decoded)
                .Select(match => int.Parse(match.Groups["number"].Value))
                .Intersect(read.Select(field => field.Number))
                .ShouldBeEmpty($"{before}\n{after}\n{decoded}");
            held++;
        }

        held.ShouldBeGreaterThan(Pairs / 4);
        Directory.Delete(folder, recursive: true);
    }

    private static List<Field> Later(Random chance, List<Field> fields) =>
        [
            .. fields
                .Where(_ => chance.Next(6) > 0)
                .Select(field =>
                    chance.Next(3) > 0 ? field : Field.By(chance, field.Number) with { Name = field.Name }
                ),
            .. chance.Next(2) == 0 ? [Field.By(chance, 9)] : Array.Empty<Field>(),
        ];

    private static string Schema(List<Field> fields) =>
        $"syntax = \"proto3\"; message Order {{ {string.Join(" ", fields.Where(f => !f.IsOneof))} {Oneof(fields)} }}";

    private static string Oneof(List<Field> fields) =>
        fields.Any(f => f.IsOneof) ? $"oneof one {{ {string.Join(" ", fields.Where(f => f.IsOneof))} }}" : "";

    // Of a oneof one field at most is written.
    private static string Message(Random chance, List<Field> fields) =>
        string.Join(
            " ",
            fields
                .Where(field => !field.IsOneof)
                .Concat(fields.Where(field => field.IsOneof).Take(1))
                .SelectMany(field => Enumerable.Repeat(field, field.IsRepeated ? 2 : 1))
                .Select(field => $"{field.Name}: {field.Value(chance)}")
        );

    private static async Task<string> Decoded(string folder, string before, string after, string message)
    {
        var protoc = Path.Combine(AppContext.BaseDirectory, "protoc", "protoc");
        await File.WriteAllTextAsync(Path.Combine(folder, "before.proto"), before);
        await File.WriteAllTextAsync(Path.Combine(folder, "after.proto"), after);
        return await Command.Run(
            "bash",
            "-o",
            "pipefail",
            "-c",
            "cd \"$1\" && printf '%s' \"$3\" | \"$2\" --encode=Order before.proto | \"$2\" --decode=Order after.proto",
            "bash",
            folder,
            protoc,
            message
        );
    }

    private static ProtobufSchema Parsed(string text) =>
        ProtobufReading.Read(text).ShouldBeOfType<ProtobufRead.Fine>(text).Schema;

    [GeneratedRegex(@"^(?<number>\d+):", RegexOptions.Multiline, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex BareNumber();

    private sealed record Field(int Number, string Name, string Type, bool IsRepeated, bool IsOneof)
    {
        public static Field By(Random chance, int number)
        {
            var form = chance.Next(5);
            return new(number, $"f{number}", Types[chance.Next(Types.Length)], form == 0, form == 1);
        }

        public string Value(Random chance) =>
            Type switch
            {
                "bool" => "true",
                "string" or "bytes" => $"\"text {chance.Next(9)}\"",
                _ => $"{chance.Next(1, 1_000)}",
            };

        public override string ToString() => $"{(IsRepeated ? "repeated " : "")}{Type} {Name} = {Number};";
    }
}
