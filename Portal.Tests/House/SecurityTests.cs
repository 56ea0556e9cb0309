using System.Text.RegularExpressions;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;
using Microsoft.Extensions.Options;
using Portal.Tests.Kit;

namespace Portal.Tests.House;

/// <summary>docs/security.md names tests that exist, and what no other test looks at.</summary>
public sealed partial class SecurityTests
{
    private const int Points = 12;

    [Fact]
    public void Each_point_names_tests_and_each_of_them_exists()
    {
        var parts = File.ReadAllText(Repository.PathOf("docs", "security.md")).Split("\n### ").Skip(1).ToList();
        parts.Select(part => part.Split('.')[0]).ShouldBe(Enumerable.Range(1, Points).Select(point => $"{point}"));
        foreach (var part in parts)
        {
            var named = NamedTest().Matches(part).Select(match => match.Groups["test"].Value).ToList();
            named.ShouldNotBeEmpty(part.Split('\n')[0]);
            NamedTests.Missing(named).ShouldBeEmpty();
            named.ShouldContain(test => TakesOut().IsMatch(test), part.Split('\n')[0]);
        }
    }

    [Fact]
    public void No_page_renders_text_as_markup()
    {
        Found("Portal.Web", Markup(), ".razor", ".cs").ShouldBe(["Portal.Web/Parts/Statuses/Icon.razor"]);
        Found("Portal.Web/wwwroot/js", ScriptMarkup(), ".js").ShouldBeEmpty();
    }

    [Theory]
    [InlineData("Portal.Web")]
    [InlineData("Portal.Workers")]
    public async Task A_line_break_in_a_value_begins_no_line_of_a_log(string program)
    {
        var settings = new ConfigurationBuilder().AddJsonFile(Repository.PathOf(program, "appsettings.json")).Build();
        await using var services = new ServiceCollection()
            .AddLogging(logging => logging.AddConfiguration(settings.GetSection("Logging")).AddConsole())
            .BuildServiceProvider();
        var chosen = services.GetRequiredService<IOptions<ConsoleLoggerOptions>>().Value.FormatterName;
        var formatter = services
            .GetServices<ConsoleFormatter>()
            .Single(each => each.Name == (chosen ?? ConsoleFormatterNames.Simple));
        BeginsNoLine(formatter);
    }

    internal static void BeginsNoLine(ConsoleFormatter formatter)
    {
        using var log = new StringWriter();
        var entry = new LogEntry<string>(
            LogLevel.Warning,
            "Portal",
            default,
            "Topic \ninfo: Forged[0]\r\nfail: Forged[0]",
            exception: null,
            (words, _) => words
        );

        formatter.Write(in entry, scopeProvider: null, log);

        log.ToString().ShouldContain("Forged");
        log.ToString().Split('\n').Skip(1).ShouldAllBe(line => line.Length == 0 || line[0] == ' ');
        log.ToString().ShouldNotContain("\r", customMessage: "a terminal goes back to the beginning of the line");
    }

    internal static bool IsMarkup(string source) => Markup().IsMatch(source);

    internal static bool IsScriptMarkup(string source) => ScriptMarkup().IsMatch(source);

    private static IEnumerable<string> Found(string folder, Regex what, params string[] endings) =>
        Directory
            .EnumerateFiles(Repository.PathOf(folder), "*", SearchOption.AllDirectories)
            .Where(file => endings.Contains(Path.GetExtension(file)))
            .Select(file => Path.GetRelativePath(Repository.Root, file))
            .Where(file => !file.Contains("/obj/", StringComparison.Ordinal))
            .Where(file => !file.Contains("/bin/", StringComparison.Ordinal))
            .Where(file => what.IsMatch(File.ReadAllText(Repository.PathOf(file))))
            .Order(StringComparer.Ordinal);

    [GeneratedRegex(@"`(?<test>\w+Tests\.\w+)`", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex NamedTest();

    // It shows that another one turns red without what that one is about.
    [GeneratedRegex(@"ProtectionTests\.|\.A_check_that_is_forgotten_is_found$", RegexOptions.None, 1000)]
    private static partial Regex TakesOut();

    [GeneratedRegex(@"\bMarkupString\b|\bAddMarkupContent\b", RegexOptions.None, 1000)]
    private static partial Regex Markup();

    [GeneratedRegex(
        @"\b(innerHTML|outerHTML)\s*\+?=|\binsertAdjacentHTML\b|\bdocument\.write\b|\beval\(|\bnew Function\b",
        RegexOptions.ExplicitCapture,
        5000
    )]
    private static partial Regex ScriptMarkup();
}
