using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Logging.Abstractions;
using Portal.LocalCluster.Streams.Expressions;
using Portal.LocalCluster.Streams.Gateway;
using Portal.LocalCluster.Streams.Jobs;
using Portal.LocalCluster.Streams.Sql;
using Portal.Tests.Kit;

namespace Portal.Tests.LocalCluster.Streams;

/// <summary>What the gateway proposes comes from the grammar and the session, and the words of the studio's editor are the grammar's.</summary>
public sealed class CompletionTests
{
    private const RegexOptions Plain = RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture;
    private const string Marked =
        "'connector' = 'kafka', 'topic' = 't', 'properties.bootstrap.servers' = 'localhost:1', 'format' = 'json'";

    /// <summary>Words that mean nothing outside of one place, or that Flink's SQL shares with every other: nobody looks for them in a list.</summary>
    private static readonly string[] NotOffered = ["ERROR", "OBJECT", "SCALAR", "PLAN", "JSON", "DEC", "ZONE", "MINUS"];

    /// <summary>Functions of the planner's own, and words that its errors don't name.</summary>
    private static readonly string[] OfPlanner =
    [
        "AT",
        "LAG",
        "ROW_NUMBER",
        "WINDOW_END",
        "WINDOW_START",
        "WINDOW_TIME",
    ];

    /// <summary>Those that the local cluster's stream runtime refuses by their names: the studio writes for Flink too.</summary>
    private static readonly string[] OfFlinkAlone =
        "ADD CASCADE CURRENT_WATERMARK DENSE_RANK FIRST FOLLOWING JSON_OBJECT LAST LEAD LOG MD5 MULTISET RAND RANK RAW SIZE SLIDE TYPEOF UUID".Split(
            ' '
        );

    [ClusterTheory]
    [InlineData("SEL|", "SELECT")]
    [InlineData("SELECT * FR|", "FROM")]
    [InlineData("SELECT * FROM ord|", "default_catalog.default_database.orders")]
    [InlineData("SELECT o.am| FROM orders AS o", "amount")]
    [InlineData("SELECT x.am| FROM orders AS o", "")]
    [InlineData("SELECT am| FROM orders", "amount")]
    [InlineData("SELECT JSON_VAL|", "JSON_VALUE")]
    [InlineData("INSERT IN|", "INTO")]
    [InlineData("SHOW DATAB|", "DATABASES")]
    [InlineData("SELECT * FROM orders GROUP B|", "BY")]
    [InlineData("SELECT * FROM orders WHERE id IS N|", "NOT NULL")]
    [InlineData("SELECT * FROM orders WHERE id IS JSO|", "JSON")]
    [InlineData("SELEC * FR|", "")]
    public void A_word_is_completed_by_what_may_stand_there(string statement, string completed)
    {
        var session = new GatewaySession(
            new StreamJobs(
                new JobStore("/nowhere"),
                new StreamSettings(MostStateRows: 1, MostStateBytes: 1, Slots: 1),
                new TaskSlots(1, TimeSpan.FromSeconds(1)),
                TimeProvider.System,
                NullLogger<StreamJobs>.Instance
            ),
            ImmutableDictionary<string, string>.Empty,
            TimeProvider.System
        );
        session.Execute($"CREATE TABLE orders (id BIGINT, amount DECIMAL(10, 2)) WITH ({Marked})");
        var at = statement.IndexOf('|', StringComparison.Ordinal);

        session
            .Complete(statement.Remove(at, 1), at)
            .ShouldBe(completed.Split(' ', StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public void The_editor_s_words_are_those_of_the_grammar()
    {
        var grammar = Directory
            .GetFiles(Repository.PathOf("Portal.LocalCluster", "Streams", "Sql"), "*.cs")
            .SelectMany(file => Regex.Matches(File.ReadAllText(file), "\"(?<word>[A-Z][A-Z_]+)\"", Plain))
            .Select(match => match.Groups["word"].Value)
            .ToHashSet(StringComparer.Ordinal);
        var functions = FunctionTable.Names.Concat(AggregateNames.Names).ToList();
        var source = File.ReadAllText(Repository.PathOf("setup", "editor", "flink.js"));
        var offered = Regex
            .Matches(source, "^ +\"(?<words>[a-z0-9_ ]+)\"( \\+|,)$", Plain | RegexOptions.Multiline)
            .SelectMany(line => line.Groups["words"].Value.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Select(word => word.ToUpperInvariant())
            .ToHashSet(StringComparer.Ordinal);

        grammar.Concat(functions).Except(offered).Except(NotOffered).Order().ShouldBeEmpty();
        offered.Except(grammar).Except(functions).Except(OfPlanner).Except(OfFlinkAlone).Order().ShouldBeEmpty();
        // Bundled since.
        var bundled = File.ReadAllText(Repository.PathOf("Portal.Web", "wwwroot", "js", "codemirror.js"))
            .Split(' ', '"', '`')
            .ToHashSet(StringComparer.Ordinal);
        offered.Where(word => !bundled.Contains(word.ToLowerInvariant())).ShouldBeEmpty();
    }
}
