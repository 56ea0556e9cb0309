namespace Portal.Tests.Kit;

/// <summary>Kafka's own programs in Java, brokers and command-line tools, started for the short time that a test needs them.</summary>
public static class KafkaJava
{
    /// <summary>Within a minute, what the JVM's second compiler makes of it comes too late to pay.</summary>
    public const string ShortLived = "JAVA_TOOL_OPTIONS=-XX:TieredStopAtLevel=1";

    // The archive is what `./portal test` made (setup/classes.sh); a JVM that doesn't find it, or that it doesn't fit, goes on
    // without, and says so only where nobody takes it for the program's words.
    private static readonly string Options = string.Join(
        ' ',
        ShortLived,
        "-Xshare:auto",
        $"-XX:SharedArchiveFile={Repository.PathOf(".portal", "ahead", "kafka.jsa")}",
        "-Xlog:disable",
        "-Xlog:all=error:stderr"
    );

    private static string Engine => Path.Combine(Repository.Engines!, "engine");

    /// <summary>One of Kafka's command-line tools, such as <c>topics</c>, against a cluster.</summary>
    public static Task<string> Tool(string name, string bootstrap, params string[] arguments) =>
        Run(Engine, ["tool", name, "--bootstrap-server", bootstrap, .. arguments]);

    /// <summary>What the folder of engines does with brokers.</summary>
    public static Task<string> Broker(params string[] arguments) =>
        Command.Run(TimeSpan.FromMinutes(3), "env", [Options, Engine, .. arguments]);

    /// <summary>A program that lies in these jars, or is a file that uses them.</summary>
    public static Task<string> Program(string jars, params string[] arguments) =>
        Run("java", ["-cp", jars, .. arguments]);

    /// <summary>Kafka's jars, as a class path.</summary>
    public static async Task<string> Jars() => (await Command.Run(Engine, "classpath", "kafka")).Trim();

    private static Task<string> Run(string program, string[] arguments) =>
        Command.Run("env", [Options, program, .. arguments]);
}
