using System.Text;

namespace SimdReg.Tests.Architecture;

/// <summary>C# without comments and without the text of literals. What stands in the holes of interpolated strings is code, and stays.</summary>
internal sealed class SourceText
{
    private readonly string _source;
    private readonly StringBuilder _code = new();
    private int _at;

    private SourceText(string source) => _source = source;

    public static string CodeOf(string source)
    {
        var text = new SourceText(source);
        text.ReadCode(closing: 0);
        return text._code.ToString();
    }

    /// <summary>Reads up to the end, or up to the braces that close a hole.</summary>
    private void ReadCode(int closing)
    {
        for (var depth = 0; _at < _source.Length;)
        {
            switch (_source[_at])
            {
                case '/' when Next("//"):
                    SkipTo("\n");
                    break;
                case '/' when Next("/*"):
                    SkipTo("*/");
                    break;
                case '\'':
                    SkipCharacter();
                    break;
                case '"' or '$' or '@' when TryReadText():
                    break;
                case '}' when closing > 0 && depth == 0:
                    _at += closing;
                    return;
                case var other:
                    depth += other switch { '{' => 1, '}' => -1, _ => 0 };
                    _code.Append(other);
                    _at++;
                    break;
            }
        }
    }

    private bool TryReadText()
    {
        var start = _at;
        while (start < _source.Length && _source[start] is '$' or '@')
        {
            start++;
        }

        // An @ may also begin an identifier.
        var quotes = Run('"', start);
        if (quotes == 0)
        {
            return false;
        }

        var prefix = _source[_at..start];
        var isRaw = quotes > 2 && !prefix.Contains('@', StringComparison.Ordinal);
        _at = start + (isRaw ? quotes : 1);
        _code.Append(' ');
        ReadText(isRaw ? quotes : 1, prefix.Count(c => c == '$'), isVerbatim: prefix.Contains('@', StringComparison.Ordinal));
        return true;
    }

    private void ReadText(int quotes, int dollars, bool isVerbatim)
    {
        while (_at < _source.Length)
        {
            var (isRaw, run) = (quotes > 2, Math.Max(Run('"', _at), Run('{', _at)));
            switch (_source[_at])
            {
                case '"' when isRaw ? run >= quotes : !isVerbatim || run % 2 == 1:
                    _at += isRaw || isVerbatim ? run : 1;
                    return;
                case '{' when dollars > 0 && (isRaw ? run >= dollars : run % 2 == 1):
                    _at += run;
                    ReadCode(isRaw ? dollars : 1);
                    _code.Append(' ');
                    break;
                case '\\' when !isRaw && !isVerbatim:
                    _at += 2;
                    break;
                default:
                    _at += Math.Max(1, run);
                    break;
            }
        }
    }

    private void SkipCharacter()
    {
        for (_at++; _at < _source.Length && _source[_at] != '\''; _at++)
        {
            _at += _source[_at] == '\\' ? 1 : 0;
        }

        _at++;
        _code.Append(' ');
    }

    private void SkipTo(string end)
    {
        var found = _source.IndexOf(end, _at + 2, StringComparison.Ordinal);
        _at = found < 0 ? _source.Length : found + end.Length;
        _code.Append('\n');
    }

    private bool Next(string text) => _source.AsSpan(_at).StartsWith(text, StringComparison.Ordinal);

    private int Run(char repeated, int from)
    {
        var end = from;
        while (end < _source.Length && _source[end] == repeated)
        {
            end++;
        }

        return end - from;
    }
}
