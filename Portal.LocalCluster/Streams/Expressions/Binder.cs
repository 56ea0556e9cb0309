using Portal.LocalCluster.Streams.Sql;
using Portal.LocalCluster.Streams.Types;

namespace Portal.LocalCluster.Streams.Expressions;

/// <summary>Finds what the names of an expression mean and which type it has.</summary>
/// <param name="known">What an expression as a whole stands for already: a group's key, an aggregate. Null: nothing.</param>
public sealed class Binder(Scope scope, TimeProvider time, Func<Expression, Bound?>? known = null)
{
    public Bound Bind(Expression expression) =>
        known?.Invoke(expression)
        ?? expression switch
        {
            LiteralExpression literal => Bound.Value(literal.Value, literal.Type),
            NameExpression name => scope.Find(name),
            StarExpression star => throw SqlException.At(star.At, "'*' stands for columns, not for a value"),
            UnaryExpression { Operator: "NOT" } not => Logic.Not(Truth(not.Of)),
            UnaryExpression sign => Arithmetic.Sign(sign, Bind(sign.Of)),
            BinaryExpression { Operator: "AND" } and => Logic.And(Truth(and.Left), Truth(and.Right)),
            BinaryExpression { Operator: "OR" } or => Logic.Or(Truth(or.Left), Truth(or.Right)),
            BinaryExpression { Operator: "||" } text => Call(new(text.At, "||", [text.Left, text.Right])),
            BinaryExpression { Operator: "+" or "-" or "*" or "/" or "%" } sum => Arithmetic.Of(
                sum,
                Bind(sum.Left),
                Bind(sum.Right)
            ),
            BinaryExpression comparison => Comparing.Of(comparison, Bind(comparison.Left), Bind(comparison.Right)),
            IsExpression { What: ['J', ..] } json => JsonFunctions.Test(json, Bind(json.Of)),
            IsExpression test => Logic.Is(test.What, test.What == "NULL" ? Bind(test.Of) : Truth(test.Of)),
            InExpression list => In(list),
            InQueryExpression or ExistsExpression => throw SqlException.Unsupported(
                expression.At,
                $"{(expression is ExistsExpression ? "EXISTS" : "IN with a query")} that isn't a condition of WHERE by itself",
                "Join it to the others by AND."
            ),
            CaseExpression cases => Case(cases),
            CastExpression cast => Cast(cast),
            IndexExpression item => Fields.Item(Bind(item.Of), Bind(item.Index), item.At),
            FieldExpression field => Fields.Of(Bind(field.Of), field.Field, field.At),
            ConstructorExpression made => Constructing.Of(made, [.. made.Items.Select(Bind)]),
            CallExpression call => Call(call),
            _ => throw new InvalidOperationException(expression.GetType().Name),
        };

    /// <summary>A condition.</summary>
    public Bound Truth(Expression expression)
    {
        var bound = Bind(expression);
        return bound.Type.Root is TypeRoot.Boolean or TypeRoot.Null
            ? bound
            : throw SqlException.At(expression.At, $"A condition must be BOOLEAN, this is {bound.Type}");
    }

    private Bound Call(CallExpression call)
    {
        if (call.Over is not null || AggregateNames.Has(call.Name))
        {
            throw SqlException.At(
                call.At,
                call.Over is not null
                    ? $"{call.Name} OVER is illegal here: write it behind SELECT, and what goes by it around the query"
                    : $"Aggregate expression {call.Name} is illegal here"
            );
        }

        var arguments = call.Arguments.Select(Bind).ToArray();
        return FunctionTable.Bind(new(call, arguments, time))
            ?? throw SqlException.At(
                call.At,
                $"No match found for function signature {call.Name}({string.Join(", ", arguments.Select(a => $"<{Family(a.Type)}>"))})"
            );
    }

    private Bound In(InExpression list)
    {
        var of = Bind(list.Of);
        return list
            .List.Select(item => Comparing.Of(new(list.At, "=", list.Of, item), of, Bind(item)))
            .Aggregate(Logic.Or);
    }

    private Bound Case(CaseExpression cases)
    {
        var whens = cases.Cases.Select(c => Truth(c.When)).ToArray();
        Bound[] thens =
        [
            .. cases.Cases.Select(c => Bind(c.Then)),
            cases.Else is null ? Bound.Value(null, SqlType.Null) : Bind(cases.Else),
        ];
        var type =
            CommonType.Of([.. thens.Select(t => t.Type)])
            ?? throw SqlException.At(cases.At, "Illegal mixing of types in CASE or COALESCE statement");
        thens = [.. thens.Select(t => Coercion.To(t, type))];
        object? Of(object?[] row)
        {
            for (var i = 0; i < whens.Length; i++)
            {
                if (whens[i].Of(row) is true)
                {
                    return thens[i].Of(row);
                }
            }

            return thens[^1].Of(row);
        }

        var text = string.Join(" ", whens.Select((w, i) => $"WHEN {w.Text} THEN {thens[i].Text}"));
        return new(type, Of, $"CASE {text} ELSE {thens[^1].Text} END");
    }

    private Bound Cast(CastExpression cast)
    {
        var of = Bind(cast.Of);
        var compute =
            Casting.Between(of.Type, cast.Type)
            ?? throw SqlException.At(
                cast.At,
                $"Cast function cannot convert value of type {of.Type.Materialized} to type {cast.Type}"
            );
        var type = cast.IsTry || of.Type.IsNullable ? cast.Type.Nullable : cast.Type.NotNull;
        return Bound.Of1(
            type,
            $"{(cast.IsTry ? "TRY_CAST" : "CAST")}({of.Text} AS {cast.Type})",
            of,
            cast.IsTry ? Trying(compute) : compute
        ) with
        {
            Type = type,
        };
    }

    private static Func<object, object?> Trying(Func<object, object?> compute) =>
        value =>
        {
            try
            {
                return compute(value);
            }
            catch (SqlDataException)
            {
                return null;
            }
        };

    private static string Family(SqlType type) =>
        type.IsText ? "CHARACTER"
        : type.IsNumeric ? "NUMERIC"
        : type.Root.ToString().ToUpperInvariant();
}
