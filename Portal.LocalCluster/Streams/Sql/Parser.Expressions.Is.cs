namespace Portal.LocalCluster.Streams.Sql;

public sealed partial class Parser
{
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

        var what = Next().Value.ToUpperInvariant();
        if (what == "JSON")
        {
            what = $"JSON {(Array.Exists(JsonKinds, Now.Is) ? Next().Value.ToUpperInvariant() : JsonKinds[0])}";
        }
        else if (what is not ("NULL" or "TRUE" or "FALSE" or "UNKNOWN"))
        {
            throw SqlException.Syntax($"Encountered \"{what}\" after IS", Before.At);
        }

        Expression test = new IsExpression(From(left.At), left, what);
        return isNot ? new UnaryExpression(test.At, "NOT", test) : test;
    }
}
