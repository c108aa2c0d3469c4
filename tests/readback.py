import json, collections
from junitparser import JUnitXml
from lxml import etree
n=sum(1 for _ in open("o.compact"))
x=JUnitXml.fromfile("o.junit.xml"); suites=list(x)
cases=[c for s in suites for c in s]
print("compact",n,"junit cases",len(cases),"with result",sum(1 for c in cases if c.result),"attr failures",sum(s.failures for s in suites), "passing clean", sum(1 for c in cases if c.name=="no findings"))
t=etree.parse("o.cs.xml"); print("checkstyle",len(t.findall("file/error")))
g=json.load(open("o.gitlab.json")); print("gitlab",len(g),"unique",len({i["fingerprint"] for i in g}), all(i["location"]["lines"]["begin"]>0 and i["severity"] in("info","minor","major","critical","blocker") and i["description"] and i["check_name"] and not i["location"]["path"].startswith(("./","/")) for i in g))
r=[json.loads(l) for l in open("o.rdjsonl")]; print("rdjsonl",len(r))
s=json.load(open("o.sarif")); print("sarif",len(s["runs"][0]["results"]))
# regions against the files
bad=0;fixbad=0
cache={}
def slice16(path,reg):
    raw=cache.setdefault(path,open(path,"rb").read())
    text=raw.decode("utf-8-sig").split("\n")
    if reg["startLine"]==reg["endLine"]:
        u=text[reg["startLine"]-1].encode("utf-16-le"); return u[2*(reg["startColumn"]-1):2*(reg["endColumn"]-1)].decode("utf-16-le")
    a=text[reg["startLine"]-1].encode("utf-16-le")[2*(reg["startColumn"]-1):].decode("utf-16-le"); b=text[reg["endLine"]-1].encode("utf-16-le")[:2*(reg["endColumn"]-1)].decode("utf-16-le")
    return "\n".join([a]+text[reg["startLine"]:reg["endLine"]-1]+[b])
for res in s["runs"][0]["results"]:
    l=res["locations"][0]["physicalLocation"]; p=l["artifactLocation"]["uri"]; reg=l["region"]
    raw=cache.setdefault(p,open(p,"rb").read())
    by=raw[reg["byteOffset"]:reg["byteOffset"]+reg["byteLength"]].decode()
    if not (by==slice16(p,reg)==reg["snippet"]["text"]): bad+=1; print(p,reg,by)
    for f in res.get("fixes",[]):
        for rep in f["artifactChanges"][0]["replacements"]:
            d=rep["deletedRegion"]
            if raw[d["byteOffset"]:d["byteOffset"]+d["byteLength"]].decode()!=slice16(p,d): fixbad+=1
for d in r:
    raw=cache[d["location"]["path"]].decode("utf-8-sig").encode().split(b"\n")
    a,b=d["location"]["range"]["start"],d["location"]["range"]["end"]
    raw[a["line"]-1][:a["column"]-1].decode(); raw[b["line"]-1][:b["column"]-1].decode()
print("bad regions",bad,"bad fix regions",fixbad)
