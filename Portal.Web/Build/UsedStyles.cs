using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

namespace Portal.Web.Build
{
    /// <summary>
    /// A step of the build: takes from Radzen's theme what the parts in use need. The theme has the rules of a hundred
    /// components and their nine thousand variables; a page shows six of them.
    /// </summary>
    public sealed class UsedStyles : Task
    {
        private static readonly Regex Block = new Regex(@"(?<head>[^{}]+)\{(?<body>(?:[^{}]|\{[^{}]*\})*)\}");
        private static readonly Regex Class = new Regex(@"\.(rz[\w-]*)");
        private static readonly Regex Excluded = new Regex(@":not\([^)]*\)");
        private static readonly Regex Variable = new Regex(@"var\((--[\w-]+)");

        /// <summary>The whole theme.</summary>
        [Required]
        public string Theme { get; set; }

        /// <summary>What the classes in use begin with, after "rz-".</summary>
        [Required]
        public string[] Parts { get; set; }

        /// <summary>Where the part in use goes.</summary>
        [Required]
        public string Used { get; set; }

        public override bool Execute()
        {
            var blocks = Block.Matches(File.ReadAllText(Theme)).Cast<Match>().Select(Split).ToList();
            var rules = blocks.Select(Needed).Where(rule => rule != null).ToList();
            var moves = blocks.Where(block =>
                block.Head.StartsWith("@keyframes ") && rules.Any(rule => rule.Contains(block.Head.Substring(11)))
            );
            rules.AddRange(moves.Select(Whole));
            rules.Insert(0, Variables(blocks, rules));
            var text = string.Join("\n", rules) + "\n";
            if (!File.Exists(Used) || File.ReadAllText(Used) != text)
            {
                File.WriteAllText(Used, text);
            }

            return true;
        }

        private string Needed((string Head, string Body) block)
        {
            if (block.Head.StartsWith("@media"))
            {
                var inner = Block.Matches(block.Body).Cast<Match>().Select(rule => Needed(Split(rule)));
                var body = string.Concat(inner.Where(rule => rule != null));
                return body.Length == 0 ? null : Whole((block.Head, body));
            }

            var selectors = block.Head.Split(',').Where(IsUsed).ToList();
            return block.Head[0] == '@' || selectors.Count == 0
                ? null
                : Whole((string.Join(",", selectors), block.Body));
        }

        private bool IsUsed(string selector)
        {
            var classes = Class
                .Matches(Excluded.Replace(selector, ""))
                .Cast<Match>()
                .Select(match => match.Groups[1].Value);
            return classes.Any()
                && classes.All(name => name == "rzi" || Parts.Any(part => name.StartsWith("rz-" + part)));
        }

        /// <summary>The variables that the rules name, and those that these are made of.</summary>
        private static string Variables(List<(string Head, string Body)> blocks, List<string> rules)
        {
            var all = blocks
                .Where(block => block.Head == ":root")
                .SelectMany(block => block.Body.Split(';'))
                .Select(line => line.Split(new[] { ':' }, 2))
                .Where(pair => pair.Length == 2)
                .GroupBy(pair => pair[0].Trim())
                .ToDictionary(same => same.Key, same => same.Last()[1]);
            var named = new SortedDictionary<string, string>();
            var open = new Queue<string>(rules);
            while (open.Count > 0)
            {
                foreach (
                    var name in Variable.Matches(open.Dequeue()).Cast<Match>().Select(match => match.Groups[1].Value)
                )
                {
                    if (!named.ContainsKey(name) && all.TryGetValue(name, out var value))
                    {
                        named[name] = value;
                        open.Enqueue(value);
                    }
                }
            }

            return Whole((":root", string.Join(";", named.Select(pair => pair.Key + ":" + pair.Value))));
        }

        private static (string Head, string Body) Split(Match block) =>
            (block.Groups["head"].Value.Trim('\uFEFF', ' ', '\n', '\r'), block.Groups["body"].Value);

        private static string Whole((string Head, string Body) block) => block.Head + "{" + block.Body + "}";
    }
}
