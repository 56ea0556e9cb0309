using System.Reflection;
using Portal.Kafka.Messages;
using Portal.Kafka.Wire;
using Portal.Tests.Kit;

namespace Portal.Tests.Kafka;

/// <summary>A message as Kafka's own Java code wrote it; how they were made stands in <c>Golden/Golden.java</c>.</summary>
public sealed record GoldenMessage(string Name, short Version, byte[] Bytes)
{
    public bool IsRequest => Name.EndsWith("Request", StringComparison.Ordinal);

    public ApiKey Key => Enum.Parse<ApiKey>(Name[..^(IsRequest ? "Request" : "Response").Length]);

    /// <summary>The versions that the codec knows.</summary>
    public VersionRange Versions => Apis.All[Key];
}

/// <summary>Every request and response of the codec, by name, and what Kafka itself writes for them.</summary>
public static class GoldenMessages
{
    private delegate byte[] Rewriter(ReadOnlyMemory<byte> bytes, bool flexible, short version);

    private static readonly Dictionary<string, Rewriter> Rewriters = Apis
        .All.Keys.SelectMany(key => new[] { $"{key}Request", $"{key}Response" })
        .ToDictionary(name => name, RewriterOf);

    /// <summary>Those of a version that the codec knows.</summary>
    public static IReadOnlyList<GoldenMessage> All { get; } =
    [
        .. File.ReadLines(Repository.PathOf("Portal.Tests", "Kafka", "Golden", "messages.txt"))
            .Select(line => line.Split(' '))
            .Select(parts => new GoldenMessage(parts[0], short.Parse(parts[1]), Convert.FromBase64String(parts[2])))
            .Where(message => message.Versions.Contains(message.Version)),
    ];

    /// <summary>Reads the bytes as the message and writes what was read.</summary>
    public static byte[] Rewrite(GoldenMessage message, ReadOnlyMemory<byte> bytes) =>
        Rewriters[message.Name](bytes, message.Versions.IsFlexible(message.Version), message.Version);

    private static Rewriter RewriterOf(string name) =>
        typeof(GoldenMessages)
            .GetMethod(nameof(ReadAndWrite), BindingFlags.NonPublic | BindingFlags.Static)!
            .MakeGenericMethod(typeof(ApiKey).Assembly.GetType($"Portal.Kafka.Messages.{name}", throwOnError: true)!)
            .CreateDelegate<Rewriter>();

    private static byte[] ReadAndWrite<T>(ReadOnlyMemory<byte> bytes, bool flexible, short version)
        where T : IWireFormat<T>
    {
        var r = new KafkaReader(bytes, flexible);
        var message = T.Read(ref r, version);
        if (r.Left > 0)
        {
            throw new MalformedFrameException($"{r.Left} bytes are left over.");
        }
        using var w = new KafkaWriter { Flexible = flexible };
        message.Write(w, version);
        return w.Written.ToArray();
    }
}
