using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace SimdReg.Mutation;

/// <summary>Puts every mutant of a file beside its original: <c>e</c> becomes <c>(Mutant.Id == 17 ? mutated : e)</c>.</summary>
/// <remarks>All mutants are compiled at once, because a build and a start for each would take a day.</remarks>
internal sealed class Mutator(string file, int firstId, IReadOnlySet<int> dropped) : CSharpSyntaxRewriter
{
    private static readonly Dictionary<SyntaxKind, SyntaxKind> _operators = new()
    {
        [SyntaxKind.PlusToken] = SyntaxKind.MinusToken,
        [SyntaxKind.MinusToken] = SyntaxKind.PlusToken,
        [SyntaxKind.AsteriskToken] = SyntaxKind.SlashToken,
        [SyntaxKind.SlashToken] = SyntaxKind.AsteriskToken,
        [SyntaxKind.LessThanToken] = SyntaxKind.LessThanEqualsToken,
        [SyntaxKind.LessThanEqualsToken] = SyntaxKind.LessThanToken,
        [SyntaxKind.GreaterThanToken] = SyntaxKind.GreaterThanEqualsToken,
        [SyntaxKind.GreaterThanEqualsToken] = SyntaxKind.GreaterThanToken,
        [SyntaxKind.EqualsEqualsToken] = SyntaxKind.ExclamationEqualsToken,
        [SyntaxKind.ExclamationEqualsToken] = SyntaxKind.EqualsEqualsToken,
        [SyntaxKind.AmpersandAmpersandToken] = SyntaxKind.BarBarToken,
        [SyntaxKind.BarBarToken] = SyntaxKind.AmpersandAmpersandToken,
        [SyntaxKind.AndKeyword] = SyntaxKind.OrKeyword,
        [SyntaxKind.OrKeyword] = SyntaxKind.AndKeyword,
    };

    private static readonly Dictionary<string, string> _functions = new() { ["Max"] = "Min", ["Min"] = "Max" };

    /// <summary>Functions of one argument that may be left out.</summary>
    private static readonly HashSet<string> _leftOut = ["Sqrt", "Abs", "Sign", "FlushSubnormal", "AtLeastOne", "Parameter", "Share", "Positive"];

    private readonly List<Mutant> _mutants = [];
    private int _nextId = firstId;

    public IReadOnlyList<Mutant> Mutants => _mutants;

    public int NextId => _nextId;

    // Constants, attributes, defaults of parameters and text: no place for a condition, or none that a test should look at.
    public override SyntaxNode? VisitAttributeList(AttributeListSyntax node) => node;

    public override SyntaxNode? VisitParameterList(ParameterListSyntax node) => node;

    public override SyntaxNode? VisitInterpolatedStringExpression(InterpolatedStringExpressionSyntax node) => node;

    public override SyntaxNode? VisitFieldDeclaration(FieldDeclarationSyntax node) => node;

    public override SyntaxNode? VisitBinaryExpression(BinaryExpressionSyntax node) =>
        Either(node, base.VisitBinaryExpression(node), SwappedOperator(node));

    public override SyntaxNode? VisitIsPatternExpression(IsPatternExpressionSyntax node)
    {
        var result = base.VisitIsPatternExpression(node);
        foreach (var token in node.Pattern.DescendantTokens().Where(token => _operators.ContainsKey(token.Kind())))
        {
            result = Either(node, result, node.ReplaceToken(token, Swapped(token)));
        }

        return result;
    }

    public override SyntaxNode? VisitPrefixUnaryExpression(PrefixUnaryExpressionSyntax node) =>
        Either(
            node,
            base.VisitPrefixUnaryExpression(node),
            node.Kind() is SyntaxKind.UnaryMinusExpression or SyntaxKind.LogicalNotExpression && node.Operand is not LiteralExpressionSyntax ? node.Operand : null);

    public override SyntaxNode? VisitLiteralExpression(LiteralExpressionSyntax node) =>
        Either(node, node, node.Token.Value switch
        {
            0 => Number("1"),
            1 => Number("0"),
            int other => Number($"{other + 1}"),
            double other => Number($"{(other == 0 ? 1 : 2 * other):R}d"),
            bool other => LiteralExpression(other ? SyntaxKind.FalseLiteralExpression : SyntaxKind.TrueLiteralExpression),
            _ => null,
        });

    public override SyntaxNode? VisitConditionalExpression(ConditionalExpressionSyntax node) =>
        base.VisitConditionalExpression(node) is ConditionalExpressionSyntax rewritten
            ? rewritten.WithCondition((ExpressionSyntax)Either(node.Condition, rewritten.Condition, Negated(node.Condition))!)
            : null;

    public override SyntaxNode? VisitIfStatement(IfStatementSyntax node) =>
        base.VisitIfStatement(node) is IfStatementSyntax rewritten
            ? rewritten.WithCondition((ExpressionSyntax)Either(node.Condition, rewritten.Condition, Negated(node.Condition))!)
            : null;

    public override SyntaxNode? VisitInvocationExpression(InvocationExpressionSyntax node)
    {
        var result = base.VisitInvocationExpression(node);
        var arguments = node.ArgumentList.Arguments;
        return node.Expression is not MemberAccessExpressionSyntax { Name.Identifier.Text: var name } access ? result
            : name == "nameof" ? node
            : name == "Fma" && arguments.Count == 3 ? Either(
                node,
                Either(node, result, node.ReplaceNode(arguments[2].Expression, Minus(arguments[2].Expression))),
                node.ReplaceNode(arguments[0].Expression, Minus(arguments[0].Expression)))
            : _functions.TryGetValue(name, out var other) ? Either(node, result, node.WithExpression(access.WithName(IdentifierName(other))))
            : _leftOut.Contains(name) && arguments.Count > 0 ? Either(node, result, arguments[0].Expression)
            : result;
    }

    /// <summary>A call or an assignment may be left out.</summary>
    public override SyntaxNode? VisitExpressionStatement(ExpressionStatementSyntax node)
    {
        var result = (StatementSyntax)base.VisitExpressionStatement(node)!;
        return Add(node, "nothing") is { } id
            ? IfStatement(ParseExpression($"global::SimdReg.Mutant.Id != {id}"), Block(result)).WithLeadingTrivia(node.GetLeadingTrivia())
            : result;
    }

    private static ParenthesizedExpressionSyntax Negated(ExpressionSyntax condition) =>
        ParenthesizedExpression(PrefixUnaryExpression(SyntaxKind.LogicalNotExpression, ParenthesizedExpression(condition.WithoutTrivia())));

    private static PrefixUnaryExpressionSyntax Minus(ExpressionSyntax expression) =>
        PrefixUnaryExpression(SyntaxKind.UnaryMinusExpression, ParenthesizedExpression(expression.WithoutTrivia()));

    private static ExpressionSyntax Number(string text) => ParseExpression(text);

    private static ExpressionSyntax? SwappedOperator(BinaryExpressionSyntax node) =>
        _operators.ContainsKey(node.OperatorToken.Kind())
            ? ParseExpression($"{node.Left} {Token(_operators[node.OperatorToken.Kind()])} {node.Right}")
            : null;

    private static SyntaxToken Swapped(SyntaxToken token) => Token(_operators[token.Kind()]).WithTriviaFrom(token);

    private SyntaxNode? Either(ExpressionSyntax original, SyntaxNode? rewritten, ExpressionSyntax? mutated) =>
        mutated is not null && rewritten is ExpressionSyntax expression && Add(original, mutated.ToString()) is { } id
            ? ParenthesizedExpression(ConditionalExpression(
                ParseExpression($"global::SimdReg.Mutant.Id == {id} "),
                ParenthesizedExpression(mutated.WithoutTrivia()),
                ParenthesizedExpression(expression.WithoutTrivia()))).WithTriviaFrom(expression)
            : rewritten;

    /// <summary>Gives a number to a mutant; null if it does not compile, or if variables are declared in what would be repeated.</summary>
    private int? Add(SyntaxNode original, string replacement)
    {
        var id = _nextId++;
        if (dropped.Contains(id) || original.DescendantNodes().Any(node => node is VariableDesignationSyntax))
        {
            return null;
        }

        var line = original.GetLocation().GetLineSpan().StartLinePosition.Line + 1;
        _mutants.Add(new(id, file, line, OnOneLine(original.ToString()), OnOneLine(replacement)));
        return id;
    }

    private static string OnOneLine(string code) => string.Join(' ', code.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
