namespace Portal.LocalCluster.Streams.Sql;

public sealed partial class Parser
{
    private static readonly string[] Tested = ["FALSE", "JSON", "NULL", "TRUE", "UNKNOWN"];
    private static readonly string[] JsonKinds = ["VALUE", "OBJECT", "ARRAY", "SCALAR"];

    private Expression Is(Expression left)
    {
        var isNot = Take("NOT");
        if (Take("DISTINCT", "FROM"))
        {
            var right = Sum();
            var at = From(left.At);
            return new CallExpression(at, isNot ? "IS NOT DISTINCT FROM" : "IS DISTINCT FROM", [left, right]);
        }

        ExpectsOneOf(Tested);
        if (!Array.Exists(Tested, Now.Is))
        {
            throw Unexpected();
        }

        var what = Next().Value.ToUpperInvariant();
        if (what == "JSON")
        {
            ExpectsOneOf(JsonKinds);
            what = $"JSON {(Array.Exists(JsonKinds, Now.Is) ? Next().Value.ToUpperInvariant() : JsonKinds[0])}";
        }

        Expression test = new IsExpression(From(left.At), left, what);
        return isNot ? new UnaryExpression(test.At, "NOT", test) : test;
    }
}
